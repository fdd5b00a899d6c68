"""Where documents were published, and which of a bundle are missing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.provenance import GivenFile, Told, read_sidecar, told_of
from lrt_search.domain import NO_PROVENANCE, Provenance
from tests.ingest.test_pipeline import opened
from tests.ingest.test_zips import MINUTES, put, zip_of
from tests.job import Job

URL = "https://open.voorbeeld.example/besluit/12"
LIST = (
    "Document ID;Documentnummer;Bestandsnaam;Beoordeling;Beoordelingsgrond;Publieke link;"
    "Besluitnaam\r\n"
    "2001;LRT-2001;Verslag één.docx;Deels openbaar;5.1.2e;https://a.example/2001;Besluit regie\r\n"
    '2002;LRT-2002;"Brief; met puntkomma.pdf";Openbaar;;;Besluit regie\r\n'
    "2003;LRT-2003;niet.pdf;Niet openbaar;5.1.2i;;Besluit regie\r\n"
)


def given(files: dict[str, str | bytes]) -> dict[str, Told]:
    """Return what files say of each other, by path."""
    listed = []
    for path, content in files.items():
        *folders, name = path.split("/")
        raw = content.encode() if isinstance(content, str) else content
        listed.append(GivenFile(tuple(folders), name, lambda raw=raw: raw))  # type: ignore[misc]
    return dict(zip(files, told_of(listed), strict=True))


def trouble_of(told: Told) -> str:
    assert told.trouble
    return str(told.trouble(name="x"))


# --- a file beside a document --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["verslag.pdf.json", "verslag.json", "VERSLAG.PDF.JSON"])
def test_a_file_beside_a_document_says_where_it_was_published(name: str) -> None:
    told = given(
        {"a/verslag.pdf": "", f"a/{name}": json.dumps({"bronUrl": URL, "besluit": "W 12"})}
    )
    assert told["a/verslag.pdf"].provenance == Provenance(URL, "W 12", None)
    assert told[f"a/{name}"].tells


def test_the_one_with_the_whole_name_goes_before() -> None:
    told = given(
        {
            "a.pdf": "",
            "a.json": '{"besluit": "algemeen", "documentnummer": "7"}',
            "a.pdf.json": '{"besluit": "eigen"}',
            "a.docx": "",
        }
    )
    assert told["a.pdf"].provenance == Provenance(None, "eigen", "7")
    assert told["a.docx"].provenance == Provenance(None, "algemeen", "7")


def test_a_json_file_beside_nothing_is_an_ordinary_file() -> None:
    told = given({"a/verslag.pdf": "", "b/verslag.pdf.json": "{}", "a/los.json": "{}"})
    assert not any(one.tells for one in told.values())


@pytest.mark.parametrize(
    ("content", "provenance", "fault"),
    [
        ({"bronUrl": URL, "onbekend": 3, "titel": "x"}, Provenance(url=URL), None),
        ({"bronUrl": None}, NO_PROVENANCE, None),
        ({"documentnummer": " LRT  12 "}, Provenance(document_number="LRT 12"), None),
        ({"documentnummer": 12, "besluit": "x"}, Provenance(decision="x"), "documentnummer"),
        ({"besluit": ["x"]}, NO_PROVENANCE, "besluit"),
        ({"besluit": "x" * 501}, NO_PROVENANCE, "besluit"),
        ({"bronUrl": ""}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "javascript:alert(1)"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "data:text/html,x"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "file:///etc/passwd"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "//voorbeeld.example"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "https://"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "https://a:b@voorbeeld.example"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": 'https://a.example/"onclick'}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "https://a.example:x/"}, NO_PROVENANCE, "bronUrl"),
        ({"bronUrl": "https://[a/"}, NO_PROVENANCE, "bronUrl"),
        (["x"], NO_PROVENANCE, "JSON object"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_is_used(
    content: object, provenance: Provenance, fault: str | None
) -> None:
    found, faults = read_sidecar(json.dumps(content).encode())
    assert found == provenance
    assert len(faults) == (fault is not None)
    assert fault is None or fault in faults[0]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{}", b"[" * 100_000])
def test_what_is_no_json_is_told(content: bytes) -> None:
    assert read_sidecar(content) == (NO_PROVENANCE, ["it is no JSON object in UTF-8"])


# --- an inventory list -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("cp1252"),
        LIST.encode("utf-16"),
        LIST.replace(";", "\t").replace("Brief\t", "Brief;").encode(),
        LIST.replace(";", ",").encode(),
        f"Inventarislijst bij besluit 12\r\n\r\n{LIST}".encode(),
    ],
)
@pytest.mark.parametrize(
    "name", ["verslag één.docx", "Verslag één.pdf", "lrt_2001.pdf", "2001.pdf"]
)
def test_a_list_is_read_however_it_was_saved(content: bytes, name: str) -> None:
    told = given({f"bundel/map/{name}": "", "bundel/inventarislijst-12.csv": content})
    assert told[f"bundel/map/{name}"].provenance == Provenance(
        "https://a.example/2001", "Besluit regie", "LRT-2001"
    )
    assert told["bundel/inventarislijst-12.csv"].tells


def test_a_list_by_another_name_is_known_by_its_columns() -> None:
    told = given(
        {"a/LRT-2002.pdf": "", "a/lijst.csv": LIST, "a/getallen.csv": "jaar;aantal\n1;2\n"}
    )
    assert told["a/LRT-2002.pdf"].provenance == Provenance(None, "Besluit regie", "LRT-2002")
    assert (told["a/lijst.csv"].tells, told["a/getallen.csv"].tells) == (True, False)


def test_a_list_says_nothing_of_files_beside_its_folder() -> None:
    told = given({"b/LRT-2001.pdf": "", "a/inventarislijst.csv": LIST})
    assert told["b/LRT-2001.pdf"].provenance == NO_PROVENANCE


def test_what_stands_nearest_goes_before() -> None:
    far = LIST.replace("Besluit regie", "Verder weg")
    near = "Documentnummer;Besluitnaam\nLRT-2001;Dichtbij\n"
    told = given(
        {
            "a/inventarislijst.csv": far,
            "a/b/inventarislijst.csv": near,
            "a/b/LRT-2001.pdf": "",
            "a/b/LRT-2001.pdf.json": '{"documentnummer": "eigen"}',
        }
    )
    assert told["a/b/LRT-2001.pdf"].provenance == Provenance(
        "https://a.example/2001", "Dichtbij", "eigen"
    )


def test_a_name_that_is_listed_twice_gets_only_what_both_say() -> None:
    rows = "Bestandsnaam;Documentnummer;Besluitnaam\na.pdf;1;B\na.pdf;2;B\n"
    told = given({"x/a.pdf": "", "x/inventarislijst.csv": rows})
    assert told["x/a.pdf"].provenance == Provenance(None, "B", None)


def test_documents_of_the_list_that_are_not_there_are_told_by_number() -> None:
    told = given({"a/LRT-2001.pdf": "", "a/inventarislijst.csv": LIST})
    sentence = trouble_of(told["a/inventarislijst.csv"])
    assert "1 of the documents" in sentence and "(LRT-2002)" in sentence
    complete = given(
        {"a/LRT-2001.pdf": "", "a/b/Brief; met puntkomma.pdf": "", "a/inventarislijst.csv": LIST}
    )
    assert complete["a/inventarislijst.csv"].trouble is None


def test_the_name_of_a_person_is_not_told_in_place_of_a_number() -> None:
    rows = "Bestandsnaam;Beoordeling\nbrief aan mevr. Eikenhout.pdf;Openbaar\n"
    sentence = trouble_of(given({"inventarislijst.csv": rows})["inventarislijst.csv"])
    assert "Eikenhout" not in sentence and "1 of the documents" in sentence


@pytest.mark.parametrize("content", ["", "a;b\n1;2\n", "Beoordeling\nOpenbaar\n", "\0\1\2"])
def test_an_inventory_list_without_its_columns_is_told(content: str) -> None:
    told = given({"Inventarislijst 12.csv": content})["Inventarislijst 12.csv"]
    assert "no column with file names" in trouble_of(told)


# --- in the archive ----------------------------------------------------------------------------


def test_provenance_comes_into_the_archive_and_its_files_are_not_listed(job: Job) -> None:
    job.put("verslag.txt", "Een punt.")
    (job.inbox / "verslag.txt.json").write_text(json.dumps({"bronUrl": URL}), encoding="utf-8")
    rows = "Bestandsnaam;Documentnummer;Besluitnaam\nverslag.txt;12;Besluit regie\n"
    (job.inbox / "inventarislijst.csv").write_text(rows, encoding="cp1252")
    assert job.ingest().skipped == ()
    (document,) = opened(job).documents()
    assert document.sources[0].provenance == Provenance(URL, "Besluit regie", "12")
    assert not job.ingest().changed
    job.rebuild()
    assert opened(job).documents()[0].sources == document.sources


def test_a_changed_sidecar_changes_the_archive_and_nothing_is_read_or_embedded(job: Job) -> None:
    job.put("verslag.txt", "Een punt.")
    sidecar = job.inbox / "verslag.json"
    sidecar.write_text('{"besluit": "eerst"}', encoding="utf-8")
    job.ingest()
    sidecar.write_text('{"besluit": "later"}', encoding="utf-8")
    embedded = list(job.embedder.embedded)
    report = job.ingest()
    assert (report.changed, report.new, report.carried) == (True, 0, 1)
    assert (job.progress.names, job.embedder.embedded) == ([], embedded)
    assert opened(job).documents()[0].sources[0].provenance.decision == "later"


def test_a_faulty_sidecar_is_listed_and_its_document_is_read(job: Job) -> None:
    job.put("verslag.txt", "Een punt.")
    sidecar = job.inbox / "verslag.json"
    sidecar.write_text('{"bronUrl": "javascript:x", "besluit": "W 12"}', encoding="utf-8")
    report = job.ingest()
    assert report.new == 1
    assert [one.reason for one in report.skipped] == ["ProvenanceFileError"]
    assert opened(job).documents()[0].sources[0].provenance == Provenance(None, "W 12", None)
    sidecar.write_text('{"besluit": "W 12"}', encoding="utf-8")
    job.ingest()
    assert opened(job).skipped() == ()


def test_missing_documents_are_listed_until_they_are_there(job: Job) -> None:
    rows = "Documentnummer;Beoordeling;Publieke link\n1;Openbaar;\n2;Deels openbaar;\n3;Openbaar;\n"
    (job.inbox / "inventarislijst.csv").write_text(rows, encoding="utf-8")
    job.put("1.txt", "Een.")
    (missing,) = job.ingest().skipped
    assert (missing.reason, dict(missing.fields)["numbers"]) == ("MissingFromBundleError", "2, 3")
    job.put("2.txt", "Twee.")
    (missing,) = job.ingest().skipped
    assert dict(missing.fields)["numbers"] == "3"
    assert opened(job).skipped() == (missing,)
    job.put("3.txt", "Drie.")
    assert job.ingest().skipped == ()
    assert opened(job).skipped() == ()


def test_a_bundle_in_a_zip_has_its_own_list(make_job: Callable[[], Job], tmp_path: Path) -> None:
    job = make_job()
    rows = "Documentnummer;Publieke link\n1;https://a.example/1\n"
    members = {"map/1.txt": MINUTES.format("Een."), "inventarislijst.csv": rows}
    put(job.inbox, zip_of(members))
    job.put("1.txt", "Buiten.")
    assert job.ingest().skipped == ()
    found = {one.sources[0].name: one.sources[0].provenance for one in opened(job).documents()}
    assert found == {
        "inbox/archief.zip/map/1.txt": Provenance("https://a.example/1", None, "1"),
        "inbox/1.txt": NO_PROVENANCE,
    }


def test_a_released_document_keeps_its_provenance(job: Job) -> None:
    page = "<p>Een punt.<p hidden>Eikenhoutzager"
    (job.inbox / "a.html").write_text(page, encoding="utf-8")
    (job.inbox / "a.json").write_text('{"besluit": "W 12"}', encoding="utf-8")
    (skipped,) = job.ingest().skipped
    job.release(str(dict(skipped.fields)["document_id"]))
    assert opened(job).documents()[0].sources[0].provenance.decision == "W 12"
