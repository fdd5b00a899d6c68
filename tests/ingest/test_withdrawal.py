"""A withdrawn document leaves no byte behind but its tombstone, also where a job was killed."""

import gzip
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import index_writer, withdrawal
from ingest.documents import PIPELINE_VERSION
from ingest.index_writer import index_lock
from ingest.withdrawal import reinstate, withdraw
from lrt_search import errors
from lrt_search.archive import Archive, ServedArchive, open_archive
from lrt_search.generations import current_generation, generations_folder
from lrt_search.retrieval import search
from lrt_search.testing import ToyEmbedder
from lrt_search.withdrawn import tombstones_file, withdrawals
from search_app import create_app
from tests.fixtures.pdf_factory import draw_plain_pdf
from tests.job import Job

TITLE = "Ontslag van kwartelkoning Bontekoe"
PHRASES = ("Bontekoe verliet woedend", "kwikzilveren kandelaar", "zeventien pimpelmezen")
NAME = "ontslagbrief-vosmeer"
PAGES = (
    f"{TITLE}\n1. OPENING\nDe heer {PHRASES[0]} de zaal met de {PHRASES[1]}.",
    f"2. WVTTK\nDaarna telde men {PHRASES[2]} op het dak van het gebouw.",
)
# What a reader could tell the document by: whole, and by its rarest words as the indexes have them.
TRACES = (*PHRASES, TITLE, NAME, "kwartelkoning", "bontekoe", "pimpelme", "kandelaar")
REASON = "op verzoek van een betrokkene (AVG art. 17)"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Three documents and a file that could not be read, in two generations."""
    job = Job(tmp_path_factory.mktemp("withdrawal"))
    (job.inbox / f"{NAME}.pdf").write_bytes(b"")  # Not readable at first: its name is in the list.
    job.put("a.txt", "VNG vraagt om flexwoningen.", "Verslag akkoord.")
    job.ingest()
    draw_plain_pdf(PAGES, job.inbox / f"{NAME}.pdf")
    shutil.copy(job.inbox / f"{NAME}.pdf", job.inbox / f"{NAME}-kopie.pdf")
    draw_plain_pdf(["Locaties\n1. OPENING\nDefensie biedt kazernes aan."], job.inbox / "b.pdf")
    (job.inbox / "leeg.pdf").write_bytes(b"")
    assert len(job.ingest().skipped) == 1
    return job


@pytest.fixture
def job(first: Job, tmp_path: Path) -> Job:
    """That archive, copied, with copies of the document of every kind that may ever be made."""
    job = Job(tmp_path)
    shutil.copytree(first.settings.index, job.settings.index)
    shutil.copytree(first.inbox, job.inbox, dirs_exist_ok=True)
    document_id, sha256 = the_id(job), opened(job).document(the_id(job)).sha256
    text = "".join(PAGES)
    record = {
        "document_id": document_id,
        "sha256": sha256,
        "media_type": "application/pdf",
        "origins": [{"path": "/in/a.pdf", "name": text}],
        "trouble": "HiddenTextError",
        "detail": "",
        "findings": [],
        "first_seen": "2026-11-23T12:00:00Z",
        "program_version": "0",
        "decisions": [],
    }
    made = {
        f"quarantine/{sha256}.json": json.dumps(record).encode(),
        f"pages/{document_id}/1.png": b"\x89PNG" + zlib.compress(text.encode()),
        f"feeds/{document_id}.xml.gz": gzip.compress(text.encode()),
        f"sources/{sha256}.pdf.0badcafe.part": text.encode(),
        "generations/.building-0badcafe/catalogue.sqlite3": text.encode(),
    }
    for name, content in made.items():
        path = job.settings.index / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return job


def opened(job: Job) -> Archive:
    return open_archive(job.settings, job.embedder)


def the_id(job: Job) -> str:
    (found,) = [one.document_id for one in opened(job).documents() if one.title == TITLE]
    return found


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield what is packed in ``content``, wherever a stream of zlib or gzip may begin."""
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", content):
        try:
            yield zlib.decompressobj(wbits=47).decompress(content[match.start() :])
        except zlib.error:
            continue


def traces_in(index: Path) -> set[str]:
    """Return which traces any file has in its name or its bytes: plain, packed or in UTF-16."""
    found = set()
    for path in index.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        parts = [path.name.encode(), content, *unpacked(content)]
        everything = b"\n".join(parts).lower()
        for trace in TRACES:
            forms = [trace.lower().encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
            found |= {trace for form in forms if form in everything}
    return found


def test_the_traces_are_found_where_they_are(job: Job) -> None:
    assert traces_in(job.settings.index) == set(TRACES)
    shutil.rmtree(job.settings.index / "generations")
    shutil.rmtree(job.settings.index / "sources")
    for folder in ("quarantine", "pages", "feeds"):
        assert traces_in(job.settings.index) >= set(PHRASES), "packed, or in UTF-16"
        shutil.rmtree(job.settings.index / folder)


def test_no_byte_is_left_of_a_withdrawn_document(job: Job) -> None:
    document_id = the_id(job)
    withdraw(job.settings, document_id, REASON, by="De Griffie")
    assert traces_in(job.settings.index) == set()
    named = [path for path in job.settings.index.rglob("*") if document_id in path.name]
    assert named == []
    assert list(generations_folder(job.settings.index).iterdir()) == [
        current_generation(job.settings.index)
    ]


def test_the_other_documents_stay_as_they_were_and_nothing_is_embedded(job: Job) -> None:
    before = {one.document_id: one for one in opened(job).documents()}
    manifest = opened(job).manifest
    document_id = the_id(job)
    job.embedder.embedded.clear()
    withdraw(job.settings, document_id, REASON)
    after = opened(job)
    del before[document_id]
    assert {one.document_id: one for one in after.documents()} == before
    assert (after.manifest.model, after.manifest.pipeline_version) == (
        manifest.model,
        PIPELINE_VERSION,
    )
    assert [one.source_name for one in after.skipped()] == ["inbox/leeg.pdf"]
    assert search(after, "flexwoningen").hits[0].passage.quotation == "VNG vraagt om flexwoningen."
    assert not search(after, "kandelaar").found
    assert job.embedder.embedded == []


def test_a_running_server_answers_410_at_once(job: Job) -> None:
    document_id = the_id(job)
    app = create_app(job.settings, ServedArchive(job.settings, job.embedder))
    client = app.test_client()
    assert "kwikzilveren" in client.get("/?q=kandelaar").text
    assert client.get(f"/v/{document_id}").status_code == 200
    withdraw(job.settings, document_id, REASON, by="De Griffie")
    assert "kwikzilveren" not in client.get("/?q=kandelaar").text
    for link in (f"/v/{document_id}", f"/v/{document_id}/p/2", f"/v/{document_id}/p/99"):
        gone = client.get(link)
        assert gone.status_code == 410
        assert REASON in gone.text
    problem = client.get(f"/api/v1/verslagen/{document_id}")
    assert (problem.status_code, problem.mimetype) == (410, "application/problem+json")
    assert REASON in problem.get_json(force=True)["detail"]
    about = client.get("/over").text
    assert REASON in about and document_id in about and "Griffie" not in about


def test_a_request_under_way_ends_on_the_archive_it_began_with(job: Job) -> None:
    served = ServedArchive(job.settings, job.embedder)
    before = served()
    document_id = the_id(job)
    withdraw(job.settings, document_id, REASON)
    assert search(before, "kandelaar").found
    assert served() is not before
    assert not search(served(), "kandelaar").found


def test_a_generation_that_goes_while_it_is_opened_gives_way_to_the_new_one(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = the_id(job)
    old = current_generation(job.settings.index)

    class Slow(Archive):
        def __init__(self, generation: Path, *given: object) -> None:
            if generation == old:
                withdraw(job.settings, document_id, REASON)
            super().__init__(generation, *given)  # type: ignore[arg-type]

    monkeypatch.setattr("lrt_search.archive.Archive", Slow)
    assert not search(ServedArchive(job.settings, job.embedder)(), "kandelaar").found


def open_files() -> list[str]:
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="asks Linux which files are open")
def test_a_server_lets_go_of_the_files_that_were_removed(job: Job) -> None:
    served = ServedArchive(job.settings, job.embedder)
    served()
    old = str(current_generation(job.settings.index))
    assert any(name.startswith(old) for name in open_files())
    withdraw(job.settings, opened_and_closed(job), REASON)
    served()
    assert not [name for name in open_files() if name.startswith(old)]


def opened_and_closed(job: Job) -> str:
    """Return the id of the document without leaving a file open."""
    archive = opened(job)
    (found,) = [one.document_id for one in archive.documents() if one.title == TITLE]
    archive.close()
    return found


# --- killed on the way ---------------------------------------------------------------------

STEPS = [
    (withdrawal, "write_generation"),
    (index_writer, "write_vectors"),
    (index_writer, "make_current"),
    (withdrawal, "_remove"),
    (withdrawal, "remove_generation"),
    (withdrawal, "_named"),
]


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.fixture
def killed(job: Job, monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], None]:
    def at(module: object, step: str) -> None:
        def die(*given: object) -> None:
            raise Killed

        document_id = opened_and_closed(job)
        with monkeypatch.context() as patch:
            patch.setattr(module, step, die)
            with pytest.raises(Killed):
                withdraw(job.settings, document_id, REASON)

    return at


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
def test_what_a_killed_job_left_is_removed_by_the_next(
    job: Job, killed: Callable[[object, str], None], module: object, step: str
) -> None:
    killed(module, step)
    with pytest.raises(errors.WithdrawnError):
        opened(job).document(next(iter(withdrawals(job.settings.index))))
    (job.inbox / f"{NAME}.pdf").unlink()
    (job.inbox / f"{NAME}-kopie.pdf").unlink()
    job.ingest()
    assert traces_in(job.settings.index) == set()
    assert opened(job).searched().documents == 2


def test_a_rebuild_finishes_it_too(job: Job, killed: Callable[[object, str], None]) -> None:
    killed(withdrawal, "write_generation")
    manifest = current_generation(job.settings.index) / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"format_version": 99}))
    with pytest.raises(errors.IndexVersionError, match="lrt-search rebuild"):
        job.ingest()
    job.rebuild()
    assert traces_in(job.settings.index) == set()
    assert opened(job).searched().documents == 2


def test_the_same_command_again_finishes_it_and_keeps_the_first_date(
    job: Job, killed: Callable[[object, str], None]
) -> None:
    killed(withdrawal, "_remove")
    (before,) = withdrawals(job.settings.index).values()
    withdraw(job.settings, before.sha256, "een betere reden")
    (after,) = withdrawals(job.settings.index).values()
    assert (after.at, after.reason) == (before.at, "een betere reden")
    assert traces_in(job.settings.index) == set()


# --- given again ---------------------------------------------------------------------------


def test_given_again_it_is_told_and_not_taken_in_or_stored(job: Job) -> None:
    withdraw(job.settings, the_id(job), REASON)
    before = current_generation(job.settings.index)
    names = [f"{NAME}-kopie.pdf", f"{NAME}.pdf"]
    report = job.ingest(*(job.inbox / name for name in names))
    assert [one.source_name for one in report.skipped] == names
    assert {one.reason for one in report.skipped} == {"WithdrawnDocumentError"}
    assert dict(report.skipped[0].fields)["reason"] == REASON
    assert not report.changed
    assert current_generation(job.settings.index) == before
    job.put("c.txt", "Nog een punt.")
    assert job.ingest().new == 1
    assert job.rebuild().searched is not None
    assert traces_in(job.settings.index) == set()


def test_a_known_path_with_a_withdrawn_content_keeps_what_it_held(job: Job) -> None:
    withdraw(job.settings, the_id(job), REASON)
    shutil.copy(job.inbox / f"{NAME}.pdf", job.inbox / "b.pdf")
    job.ingest(job.inbox / "b.pdf")
    assert search(opened(job), "kazernes").found


def test_a_reinstated_document_can_be_taken_in_again(job: Job) -> None:
    document_id = the_id(job)
    withdraw(job.settings, document_id, REASON)
    reinstate(job.settings, document_id, "besluit van de rechter")
    assert withdrawals(job.settings.index) == {}
    with pytest.raises(errors.NotInArchiveError):
        opened(job).document(document_id)
    assert job.ingest().new == 1
    assert opened(job).document(document_id).title == TITLE
    with pytest.raises(errors.NotInArchiveError):
        reinstate(job.settings, document_id, "nog eens")


# --- which, and why ------------------------------------------------------------------------


def test_the_beginning_of_the_id_is_enough_and_the_tombstone_holds_no_name(job: Job) -> None:
    document_id = the_id(job)
    gone = withdraw(job.settings, document_id[:4].upper(), f"  {REASON}. ", by="De Griffie")
    (line,) = tombstones_file(job.settings.index).read_text().splitlines()
    assert json.loads(line) == {
        "action": "withdrawn",
        "document_id": document_id,
        "sha256": gone.sha256,
        "at": gone.at,
        "reason": REASON,
        "by": "De Griffie",
    }


@pytest.mark.parametrize(
    ("document", "reason", "error"),
    [
        ("", REASON, errors.InvalidParameterError),
        ("abc", REASON, errors.InvalidParameterError),
        ("nowhere", REASON, errors.NotInArchiveError),
        ("0" * 64, REASON, errors.NotInArchiveError),
        ("abcd", "", errors.InvalidParameterError),
        ("abcd", " . ", errors.InvalidParameterError),
        ("abcd", "x" * 501, errors.InvalidParameterError),
        ("abcd", "a\x1b[31mb", errors.InvalidParameterError),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    first: Job, document: str, reason: str, error: type[errors.LrtError]
) -> None:
    before = current_generation(first.settings.index)
    with pytest.raises(error):
        withdraw(first.settings, document, reason)
    assert current_generation(first.settings.index) == before
    assert not tombstones_file(first.settings.index).exists()


def test_a_beginning_that_two_documents_share_is_refused() -> None:
    known = {"abcd1" + "0" * 59, "abcd2" + "0" * 59}
    with pytest.raises(errors.InvalidParameterError, match="more than one"):
        withdrawal._the_one("abcd", known)


def test_without_an_index_there_is_nothing_to_withdraw(tmp_path: Path) -> None:
    job = Job(tmp_path)
    with pytest.raises(errors.NoIndexError):
        withdraw(job.settings, "abcd", REASON)
    assert not job.settings.index.exists()


def test_another_job_is_waited_for(first: Job) -> None:
    with index_lock(first.settings.index), pytest.raises(errors.IndexBusyError):
        withdraw(first.settings, "abcd", REASON)


def test_the_last_document_leaves_an_archive_that_holds_nothing(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.put("a.txt", "Het enige punt.")
    job.ingest()
    (document,) = opened(job).documents()
    served = ServedArchive(job.settings, job.embedder)
    client = create_app(job.settings, served).test_client()
    withdraw(job.settings, document.document_id, REASON)
    assert client.get(f"/v/{document.document_id}").status_code == 410
    for page in ("/", "/?q=punt", "/over", "/api/v1/verslagen", "/api/v1/passages?zoekterm=punt"):
        assert client.get(page).status_code == 200
    report = job.ingest()
    assert [one.reason for one in report.skipped] == ["WithdrawnDocumentError"]
    job.put("b.txt", "Een nieuw punt.")
    assert job.ingest().new == 1


def test_what_an_older_generation_still_holds_can_be_withdrawn(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.put("a.txt", "Bontekoe is weg.")
    job.ingest()
    (old,) = opened(job).documents()
    job.put("a.txt", "Een ander punt.")
    job.ingest()
    served = current_generation(job.settings.index)
    assert "bontekoe" in traces_in(job.settings.index)
    withdraw(job.settings, old.document_id, REASON)
    assert traces_in(job.settings.index) == set()
    assert current_generation(job.settings.index) == served


def test_an_index_that_another_model_made_needs_no_model(job: Job) -> None:
    withdraw(job.settings, the_id(job), REASON)
    assert opened(job).manifest.model.name == "toy"
    with pytest.raises(errors.ModelMismatchError):
        open_archive(job.settings, ToyEmbedder("another"))


def test_documents_read_in_an_older_way_are_still_known_to_be(job: Job) -> None:
    path = current_generation(job.settings.index) / "manifest.json"
    older = json.loads(path.read_text()) | {"pipeline_version": PIPELINE_VERSION - 1}
    path.write_text(json.dumps(older))
    withdraw(job.settings, the_id(job), REASON)
    assert opened(job).manifest.pipeline_version == PIPELINE_VERSION - 1


# --- copies of replaced documents ----------------------------------------------------------


def test_the_copy_of_a_replaced_document_goes_with_the_last_generation_that_names_it(
    tmp_path: Path,
) -> None:
    job = Job(tmp_path)
    sources = job.settings.index / "sources"
    for number, kept in ((1, 1), (2, 2), (3, 2), (4, 2)):  # Two generations are kept.
        job.put("a.txt", f"Punt van versie {number}.")
        job.ingest()
        assert len(list(sources.iterdir())) == kept
    (sources / "LEESMIJ.txt").write_text("not ours")
    (generations_folder(job.settings.index) / "broken").mkdir()
    job.put("a.txt", "Punt van versie 5.")
    job.ingest()
    assert len(list(sources.iterdir())) >= 3
    assert (sources / "LEESMIJ.txt").exists()
