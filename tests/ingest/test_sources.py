"""Which files are read, what they are called, and why one is not taken."""

import os
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from ingest.sources import DOCX, PDF, TXT, SourceFile, find_sources, read_source
from lrt_search import errors
from tests.job import Job

PDF_BYTES = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def zip_of(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "<w:document/>")
    return content.getvalue()


def made(folder: Path, *names: str) -> Path:
    """Make files in ``folder``, which is made too; return it."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"tekst")
    return folder


def names_of(*paths: Path) -> list[str]:
    return [source.name for source in find_sources(paths)]


def source_of(path: Path, content: bytes) -> SourceFile:
    path.write_bytes(content)
    (source,) = find_sources([path])
    return source


# --- names that tell of a person ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["mail p.eik@voorbeeld.example.pdf", "dhr. Eikenhout.txt"])
def test_a_file_that_names_a_person_goes_by_the_start_of_its_hash(
    tmp_path: Path, name: str
) -> None:
    source = source_of(tmp_path / name, b"tekst")
    assert source.name == source.origin == f"bestand {sha256(b'tekst').hexdigest()[:12]}"
    assert source.path.name == name


def test_so_does_every_file_in_a_folder_that_does(tmp_path: Path) -> None:
    folder = made(tmp_path / "in", "dossier mevr. Eikenhout/a.txt", "b.txt")
    assert names_of(folder) == ["in/b.txt", f"bestand {sha256(b'tekst').hexdigest()[:12]}"]


def test_one_that_cannot_be_read_goes_by_a_number(tmp_path: Path) -> None:
    (tmp_path / "mevr. Eikenhout.pdf").symlink_to(tmp_path / "weg")
    (source,) = find_sources([tmp_path])
    assert source.name.startswith("bestand ")
    with pytest.raises(errors.UnreadableFileError) as caught:
        read_source(source)
    assert "Eik" not in str(caught.value)


def test_a_name_is_no_extension(tmp_path: Path) -> None:
    with pytest.raises(errors.UnsupportedFormatError) as caught:
        read_source(source_of(tmp_path / "mevr.Eik", b"tekst"))
    assert "eik" not in str(caught.value).casefold()


# --- finding -------------------------------------------------------------------------------


def test_a_folder_is_walked_in_the_order_of_its_names(tmp_path: Path) -> None:
    folder = made(tmp_path / "in", "b.pdf", "a.pdf", "z/a.pdf", "c/b.pdf", "c/a/a.pdf", "B.pdf")
    assert names_of(folder) == [
        *("in/B.pdf", "in/a.pdf", "in/b.pdf"),
        *("in/c/b.pdf", "in/c/a/a.pdf", "in/z/a.pdf"),
    ]


def test_paths_come_in_the_order_they_are_given(tmp_path: Path) -> None:
    made(tmp_path, "b.pdf", "a.pdf", "map/c.pdf")
    given = [tmp_path / "b.pdf", tmp_path / "map", tmp_path / "a.pdf"]
    assert names_of(*given) == ["b.pdf", "map/c.pdf", "a.pdf"]


def test_a_file_that_is_given_twice_is_listed_once(tmp_path: Path) -> None:
    folder = made(tmp_path / "in", "a.pdf", "b.pdf")
    detour = folder / ".." / "in" / "b.pdf"
    assert names_of(detour, folder, folder) == ["b.pdf", "in/a.pdf"]


def test_a_folder_given_from_inside_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made(tmp_path / "in", "a.pdf"))
    assert names_of(Path()) == ["in/a.pdf"]


def test_every_file_is_listed_whatever_its_kind(tmp_path: Path) -> None:
    folder = made(tmp_path / "in", "a.PDF", "b.doc", "c", ".d.pdf")
    assert names_of(folder) == ["in/.d.pdf", "in/a.PDF", "in/b.doc", "in/c"]


@pytest.mark.parametrize(
    "name",
    [
        "verslag 3 maart.txt",
        " verslag.txt",
        "coördinatie é\N{COMBINING ACUTE ACCENT}.txt",
        "A&M <b>50%</b> {name} $HOME 'x' \"y\".txt",
        "-n.txt",
        "会議.txt",
        "v" * 251 + ".txt",
    ],
)
def test_a_name_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    (source,) = find_sources([made(tmp_path / "in", name)])
    assert source.name == f"in/{name}"
    assert source.path == tmp_path / "in" / name
    assert source.origin == str(source.path)
    assert read_source(source).content == b"tekst"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.txt", "a\N{REPLACEMENT CHARACTER}b.txt"),
        (b"a\x1b[2Jb.txt", "a\N{REPLACEMENT CHARACTER}[2Jb.txt"),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}b.txt".encode(), "a\N{REPLACEMENT CHARACTER}b.txt"),
        (b"a\xff.txt", "a?.txt"),
    ],
)
def test_a_name_that_cannot_be_printed_is_read_and_shown_safely(
    tmp_path: Path, name: bytes, shown: str
) -> None:
    (source,) = find_sources([made(tmp_path / "in", os.fsdecode(name))])
    assert source.name == f"in/{shown}"
    assert source.origin.encode()  # It is kept as UTF-8.
    assert read_source(source).content == b"tekst"


def test_files_whose_names_print_the_same_stay_apart(make_job: Callable[[], Job]) -> None:
    job = make_job()
    for number, name in enumerate((b"a\xfe.txt", b"a\xff.txt", b"a?.txt")):
        job.put(os.fsdecode(name), f"Punt {number}.")
    assert len({source.origin for source in find_sources([job.inbox])}) == 3
    assert job.ingest().new == 3
    assert not job.ingest().changed


def test_a_path_that_is_missing_is_told(tmp_path: Path) -> None:
    made(tmp_path, "a.pdf")
    with pytest.raises(errors.PathNotFoundError, match=r"b\.pdf does not exist"):
        find_sources([tmp_path / "a.pdf", tmp_path / "b.pdf"])


def test_an_undecodable_path_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.PathNotFoundError) as caught:
        find_sources([tmp_path / os.fsdecode(b"\xff\n.pdf")])
    assert str(caught.value).isprintable()


def test_no_file_at_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "in" / "leeg").mkdir(parents=True)
    with pytest.raises(errors.NothingToIngestError, match="/in"):
        find_sources([tmp_path / "in"])
    with pytest.raises(errors.NothingToIngestError):
        find_sources([])


# --- reading -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF_BYTES, PDF),
        ("A.PDF", PDF_BYTES, PDF),
        ("a.pdf", b"rubbish\r\n" * 300 + PDF_BYTES, PDF),
        ("a.pdf", b"\xef\xbb\xbf\n" + PDF_BYTES, PDF),
        ("a.docx", zip_of("[Content_Types].xml", "word/document.xml"), DOCX),
        ("a.Docx", zip_of("word/document.xml"), DOCX),
        ("a.txt", "Één punt.".encode(), TXT),
        ("a.TXT", "Één punt.".encode("cp1252"), TXT),
        ("a.b.txt", b"PK is no ZIP here", TXT),
    ],
)
def test_a_file_is_read_as_its_name_says(
    tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    received = read_source(source_of(tmp_path / name, content))
    assert received.content == content
    assert received.sha256 == sha256(content).hexdigest()
    assert received.media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "expected", "found"),
    [
        ("a.pdf", b"<!DOCTYPE html><title>404</title>", "PDF", "HTML"),
        ("a.pdf", b"\xef\xbb\xbf\r\n <HTML>", "PDF", "HTML"),
        ("a.pdf", zip_of("a.pdf"), "PDF", "ZIP"),
        ("a.pdf", OLD_WORD, "PDF", "Microsoft Office 97-2003"),
        ("a.pdf", b"Gewone tekst.", "PDF", "TXT"),
        ("a.pdf", b"\0\1\2", "PDF", "unknown binary data"),
        ("a.pdf", b"x" * 9000 + PDF_BYTES, "PDF", "TXT"),
        ("a.docx", PDF_BYTES, "DOCX", "PDF"),
        ("a.docx", OLD_WORD, "DOCX", "Microsoft Office 97-2003"),
        ("a.docx", zip_of("xl/workbook.xml"), "DOCX", "ZIP"),
        ("a.txt", PDF_BYTES, "TXT", "PDF"),
        ("a.txt", b"tekst\0met NUL", "TXT", "unknown binary data"),
        ("a.txt", b"tekst " * 2000 + b"\0", "TXT", "unknown binary data"),
        ("a.txt", zip_of("word/document.xml"), "TXT", "ZIP"),
        ("a.txt", b"<html>", "TXT", "HTML"),
    ],
)
def test_a_file_of_another_kind_than_its_name_says_is_told(
    tmp_path: Path, name: str, content: bytes, expected: str, found: str
) -> None:
    with pytest.raises(errors.WrongFormatError) as caught:
        read_source(source_of(tmp_path / name, content))
    assert caught.value.fields == {"name": name, "expected": expected, "found": found}


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t\f"])
def test_an_empty_file_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(errors.EmptyFileError, match=f"{name} is empty"):
        read_source(source_of(tmp_path / name, content))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.doc", ".doc"),
        ("a.ODT", ".odt"),
        ("a", "no extension"),
        (".pdf", "no extension"),
        ("a.eml", "an e-mail message"),
        ("a.MSG", "an e-mail message"),
    ],
)
def test_a_kind_that_is_not_read_is_told(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(errors.UnsupportedFormatError) as caught:
        read_source(source_of(tmp_path / name, OLD_WORD))
    assert caught.value.fields == {"name": name, "kind": kind}


def test_a_pdf_without_its_extension_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(errors.UnsupportedFormatError, match=r"add \.pdf to its name"):
        read_source(source_of(tmp_path / "verslag", PDF_BYTES))


def test_a_word_document_with_a_password_is_told(tmp_path: Path) -> None:
    content = OLD_WORD + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    with pytest.raises(errors.EncryptedDocumentError, match="without one"):
        read_source(source_of(tmp_path / "a.docx", content))


def test_a_broken_container_is_told(tmp_path: Path) -> None:
    content = zip_of("word/document.xml")[:-30]
    with pytest.raises(errors.DamagedDocumentError, match="a broken ZIP container"):
        read_source(source_of(tmp_path / "a.docx", content))


def test_a_link_to_nowhere_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "weg.pdf")
    (source,) = find_sources([tmp_path])
    with pytest.raises(errors.UnreadableFileError, match="a link to nowhere"):
        read_source(source)


def test_a_link_within_the_folder_adds_nothing_to_it(tmp_path: Path) -> None:
    folder = made(tmp_path / "in", "a.txt", "map/z.txt")
    (folder / "kring").symlink_to(folder)
    (folder / "ook-map").symlink_to("map")
    (folder / "b.txt").symlink_to("a.txt")
    assert names_of(folder) == ["in/a.txt", "in/map/z.txt"]


@pytest.mark.parametrize("target", ["buiten", "buiten/a.txt"])
def test_a_link_that_leads_outside_is_told_and_not_followed(
    make_job: Callable[[], Job], target: str
) -> None:
    job = make_job()
    outside = made(job.inbox.parent, "buiten/a.txt") / target
    job.put("b.txt", "Binnen.")
    (job.inbox / "koppeling").symlink_to(outside)
    report = job.ingest()
    (skipped,) = report.skipped
    assert (skipped.reason, skipped.source_name) == ("LinkOutsideError", "inbox/koppeling")
    assert report.new == 1
    # Who means it says so.
    assert not job.ingest(job.inbox, job.inbox.parent / "buiten").skipped


def test_a_link_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    for source in find_sources([tmp_path]):
        with pytest.raises(errors.UnreadableFileError):
            read_source(source)


def test_a_folder_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the system's answer is put in its mouth."""
    folder = made(tmp_path / "in", "a.txt", "dicht/b.txt", "open/c.txt")
    scandir = os.scandir

    def denied(path: str) -> object:
        if path.endswith("dicht"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    sources = find_sources([folder])
    assert [source.name for source in sources] == ["in/a.txt", "in/open/c.txt", "in/dicht"]
    with pytest.raises(errors.UnreadableFileError, match="in/dicht"):
        read_source(sources[2])


@pytest.mark.parametrize("name", ["a.pdf", "a.zip", "a.json", "a.csv", "mevr. Eikenhout.pdf"])
def test_a_pipe_is_told_and_not_waited_for(make_job: Callable[[], Job], name: str) -> None:
    job = make_job()
    job.put("a.txt", "Punt.")
    job.ingest()
    os.mkfifo(job.inbox / name)
    (skipped,) = job.ingest().skipped
    assert dict(skipped.fields)["detail"] == "not an ordinary file"


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.mkdir()
    with pytest.raises(errors.UnreadableFileError, match="not an ordinary file"):
        read_source(SourceFile(path, "a.pdf", str(path)))


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the system's answer is put in its mouth."""
    source = source_of(tmp_path / "a.pdf", PDF_BYTES)

    def denied(path: Path, *arguments: object) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(errors.UnreadableFileError) as caught:
        read_source(source)
    assert caught.value.fields == {"name": "a.pdf", "detail": "Permission denied"}
