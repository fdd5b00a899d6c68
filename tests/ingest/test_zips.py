"""A ZIP is a folder of documents, read where it stands, and no bomb."""

import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import zips
from ingest.sources import find_sources, read_source, source_sha256
from lrt_search import errors
from lrt_search.domain import SkippedSource
from tests.fixtures.leaky_pdf import LEAKS
from tests.ingest.conftest import files_with
from tests.ingest.test_pipeline import opened
from tests.job import HEAD, Job

MINUTES = HEAD.format(date="3 maart 2022") + "1. OPENING\n• {}\n"


def zip_of(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", method) as package:
        for name, text in members.items():
            package.writestr(name, text)
    return content.getvalue()


def names_in(path: Path) -> dict[str, SkippedSource | None]:
    return {one.name: one.refusal for one in find_sources([path]) if not one.holds_none}


def reasons_in(path: Path) -> dict[str, str | None]:
    return {name: refusal.reason if refusal else None for name, refusal in names_in(path).items()}


def put(folder: Path, content: bytes, name: str = "archief.zip") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


# --- what is read -------------------------------------------------------------------------------


def test_the_documents_in_a_zip_are_searchable_under_its_name(job: Job) -> None:
    inner = zip_of({"bijlage.txt": MINUTES.format("Een bijlage.")})
    members: dict[str, bytes | str] = {
        "map/": "",
        "map/verslag.txt": MINUTES.format("Een punt."),
        "binnen.zip": inner,
        "foto.jpg": "x",
    }
    put(job.inbox, zip_of(members))
    report = job.ingest()
    assert report.new == 2
    assert {name for one in opened(job).documents() for name in one.source_names} == {
        "inbox/archief.zip/map/verslag.txt",
        "inbox/archief.zip/binnen.zip/bijlage.txt",
    }
    assert [(one.source_name, one.reason) for one in report.skipped] == [
        ("inbox/archief.zip/foto.jpg", "UnsupportedFormatError")
    ]
    assert not job.ingest().changed
    assert len(list((job.settings.index / "sources").iterdir())) == 2
    assert job.rebuild().carried == 0 and opened(job).searched().documents == 2


def test_the_same_document_in_a_zip_and_in_a_folder_is_one(job: Job) -> None:
    path = job.put("los.txt", "Een punt.")
    put(job.inbox, zip_of({"map/in-zip.txt": path.read_bytes()}))
    job.ingest()
    (document,) = opened(job).documents()
    assert document.source_names == ("inbox/archief.zip/map/in-zip.txt", "inbox/los.txt")


def test_a_new_version_in_a_zip_takes_the_place_of_the_old(job: Job) -> None:
    put(job.inbox, zip_of({"a.txt": MINUTES.format("Eerst.")}))
    job.ingest()
    put(job.inbox, zip_of({"a.txt": MINUTES.format("Later.")}))
    report = job.ingest()
    assert (report.new, report.replaced) == (1, 1)


def test_a_mended_zip_leaves_the_list(job: Job) -> None:
    content = zip_of({"a.txt": MINUTES.format("Een punt.")})
    put(job.inbox, content[:-30])
    assert [one.reason for one in job.ingest().skipped] == ["DamagedDocumentError"]
    put(job.inbox, content)
    job.ingest()
    assert opened(job).skipped() == ()


def test_a_leak_in_a_zip_goes_to_quarantine_and_nowhere_else(job: Job) -> None:
    leak = LEAKS["black_box"]
    put(job.inbox, zip_of({"map/lek.pdf": leak.draw(True)}, zipfile.ZIP_STORED))
    (skipped,) = job.ingest().skipped
    assert skipped.reason == "HiddenTextError"
    assert skipped.source_name == "inbox/archief.zip/map/lek.pdf"
    (copy,) = (job.settings.index / "quarantine").glob("*.pdf")
    assert sha256(copy.read_bytes()).hexdigest() == copy.stem
    assert files_with(job.settings.index, "%PDF-") == [copy]


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../buiten.txt", "../../buiten.txt"),
        ("/etc/passwd.txt", "/etc/passwd.txt"),
        ("map\\verslag.txt", "map/verslag.txt"),
        ("coördinatie é.txt", "coördinatie é.txt"),
        ("a\nb.txt", "a\N{REPLACEMENT CHARACTER}b.txt"),
        ("A&M <b>.TXT", "A&M <b>.TXT"),
    ],
)
def test_a_name_is_shown_and_the_file_is_read(tmp_path: Path, name: str, shown: str) -> None:
    path = put(tmp_path, zip_of({name: "tekst"}))
    (source,) = (one for one in find_sources([path]) if one.member)
    assert source.name == f"archief.zip/{shown}"
    assert read_source(source).content == b"tekst"


def test_a_name_is_never_used_as_a_path(job: Job) -> None:
    put(job.inbox, zip_of({"../../buiten.txt": MINUTES.format("Een punt.")}))
    before = {path for path in job.inbox.parent.parent.rglob("*") if "index" not in path.parts}
    assert job.ingest().new == 1
    after = {path for path in job.inbox.parent.parent.rglob("*") if "index" not in path.parts}
    assert before == after


def test_names_that_tell_of_a_person_go_by_their_hash(tmp_path: Path) -> None:
    path = put(tmp_path, zip_of({"brief aan mevr. Eikenhout.txt": "tekst", "b.txt": "b"}))
    alias = f"bestand {sha256(b'tekst').hexdigest()[:12]}"
    assert names_in(path).keys() == {alias, "archief.zip/b.txt"}


def test_files_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    content = BytesIO()
    with (
        zipfile.ZipFile(content, "w") as package,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        package.writestr("a.txt", "een")
        package.writestr("a.txt", "twee")
    sources = [one for one in find_sources([put(tmp_path, content.getvalue())]) if one.member]
    assert [one.name for one in sources] == ["archief.zip/a.txt", "archief.zip/a.txt (2)"]
    assert [read_source(one).content for one in sources] == [b"een", b"twee"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\\\0"))))
@settings(max_examples=30, deadline=None)
def test_whatever_a_file_is_called_it_is_listed_and_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    members = {f"v{name}.txt": f"tekst {number}" for number, name in enumerate(names)}
    path = put(tmp_path_factory.mktemp("zip"), zip_of(members | {"z.txt": "z"}))
    sources = [one for one in find_sources([path]) if one.member]
    assert all(one.name.isprintable() and one.origin.encode() for one in sources)
    assert sorted(read_source(one).content for one in sources) == sorted(
        text.encode() for text in [*members.values(), "z"]
    )


# --- what is refused ------------------------------------------------------------------------------


def encrypted(content: bytes) -> bytes:
    """Set the sign of a password on the one file of a ZIP."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_a_file_with_a_password_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, encrypted(zip_of({"a.txt": "tekst"})))
    assert reasons_in(path) == {"archief.zip/a.txt": "EncryptedDocumentError"}


def test_a_file_with_a_wrong_checksum_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    content = zip_of({"a.txt": "tekst", "b.txt": "goed"}, zipfile.ZIP_STORED)
    path = put(tmp_path, content.replace(b"tekst", b"tukst", 1))
    assert reasons_in(path) == {
        "archief.zip/a.txt": "DamagedDocumentError",
        "archief.zip/b.txt": None,
    }


def test_a_link_in_a_zip_is_told(tmp_path: Path) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    assert reasons_in(put(tmp_path, content.getvalue())) == {
        "archief.zip/a.txt": "UnreadableFileError"
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "DamagedDocumentError"),
        (b"%PDF-1.7", "DamagedDocumentError"),
        (zip_of({"a.txt": "tekst"})[:40], "DamagedDocumentError"),
        (zip_of({}), "EmptyFileError"),
        (zip_of({"map/": ""}), "EmptyFileError"),
        (zip_of({"[Content_Types].xml": "", "word/document.xml": ""}), "WrongFormatError"),
    ],
    ids=["nothing", "a PDF", "cut off", "no file", "a folder", "a DOCX"],
)
def test_a_zip_that_is_none_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reasons_in(put(tmp_path, content)) == {"archief.zip": reason}


def test_a_zip_within_a_zip_within_a_zip_is_told(tmp_path: Path) -> None:
    deep = zip_of({"c.zip": zip_of({"d.txt": "tekst"})})
    assert reasons_in(put(tmp_path, zip_of({"b.zip": deep}))) == {
        "archief.zip/b.zip/c.zip": "ZipLimitError"
    }


def test_a_damaged_zip_within_a_zip_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, zip_of({"b.zip": zip_of({"c.txt": "x"})[:-9], "a.txt": "x"}))
    assert reasons_in(path) == {
        "archief.zip/b.zip": "DamagedDocumentError",
        "archief.zip/a.txt": None,
    }


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = put(tmp_path, zip_of({"a.txt": bytes(20 << 20)}))
    (refusal,) = names_in(path).values()
    assert refusal and refusal.reason == "ZipLimitError"
    assert dict(refusal.fields)["detail"] == "a file that grows more than a hundredfold"
    nested = put(tmp_path, zip_of({"b.zip": path.read_bytes(), "c.txt": "tekst"}), "c.zip")
    assert reasons_in(nested) == {"c.zip/b.zip": "ZipLimitError", "c.zip/c.txt": None}


@pytest.mark.parametrize(("limit", "value"), [("MAX_MEMBERS", 2), ("MAX_BYTES", 12)])
def test_a_zip_of_more_than_any_bundle_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(zips, limit, value)
    path = put(tmp_path, zip_of({f"{name}.txt": "tekst" for name in "abc"}))
    assert reasons_in(path) == {"archief.zip": "ZipLimitError"}


def test_the_limits_are_those_that_are_told() -> None:
    assert (zips.MAX_MEMBERS, zips.MAX_BYTES, zips.MAX_RATIO) == (10_000, 4 * 1024**3, 100)


def test_a_zip_that_changes_after_it_was_listed_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, zip_of({"a.txt": "tekst"}))
    (source, _) = find_sources([path])
    assert source_sha256(source) == sha256(b"tekst").hexdigest()
    for later in (zip_of({"a.txt": "anders"}), zip_of({}), b"weg"):
        put(tmp_path, later)
        with pytest.raises(errors.ReaderFailedError, match="it changed while it was read"):
            read_source(source)
