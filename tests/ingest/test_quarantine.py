"""The quarantine: what goes in, who decides, and what comes out of it."""

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.findings import FindingKind
from ingest.quarantine import (
    HeldDocument,
    State,
    decide,
    decisions,
    find_held,
    held_documents,
    held_source,
)
from lrt_search import errors
from lrt_search.archive import open_archive
from lrt_search.generations import current_generation, quarantine_folder
from lrt_search.manifest import file_sha256
from lrt_search.retrieval import search
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS, SHOWN
from tests.job import Job
from tests.program import ROOT

LEAK = LEAKS["black_box"].draw(True)
OTHER_LEAK = LEAKS["white_text"].draw(True)
CLEAN = LEAKS["black_box"].draw(False)
# More ends of file than the check looks at.
UNJUDGED = CLEAN + b"%%EOF\n" * 100


def put(job: Job, name: str, content: bytes = LEAK) -> Path:
    path = job.inbox / name
    path.write_bytes(content)
    return path


def held_of(job: Job) -> HeldDocument:
    """Return the one document in quarantine."""
    (held,) = held_documents(job.settings.index)
    return held


def ruled(job: Job, state: State) -> HeldDocument:
    """Decide about the one document in quarantine."""
    return decide(job.settings.index, held_of(job), state, "niets geheims", "J. Eik")


def files_of(job: Job) -> set[str]:
    return {path.suffix for path in quarantine_folder(job.settings.index).iterdir()}


def copy_of(job: Job) -> Path:
    held = held_of(job)
    return held_source(job.settings.index, held.sha256, held.media_type)


def quoted(job: Job, query: str) -> list[str]:
    archive = open_archive(job.settings, job.embedder)
    return [hit.passage.quotation for hit in search(archive, query).hits]


# --- What goes in ------------------------------------------------------------------------------


def test_a_document_with_a_finding_is_held_with_class_page_and_count(job: Job) -> None:
    path = put(job, "lek.pdf")
    job.ingest()
    held = held_of(job)
    (leak,) = [found for found in held.findings if not found.harmless]
    assert (leak.kind, leak.page_number, leak.count) == (FindingKind.COVERED_TEXT, 1, len(HIDDEN))
    assert (held.state, held.name) == (State.WAITING, "inbox/lek.pdf")
    assert (held.sha256, held.document_id) == (file_sha256(path), file_sha256(path)[:16])
    assert copy_of(job).read_bytes() == LEAK


def test_it_is_held_beside_documents_that_are_taken_in(job: Job) -> None:
    put(job, "lek.pdf")
    job.put("goed.txt", "Een goed punt.")
    report = job.ingest()
    assert (report.new, len(report.skipped)) == (1, 1)
    assert f"quarantine show {held_of(job).document_id}" in str(
        errors.HiddenTextError(**dict(report.skipped[0].fields))
    )


def test_it_is_held_also_where_nothing_else_changes(job: Job) -> None:
    job.put("goed.txt", "Een goed punt.")
    put(job, "lek.pdf")
    job.ingest()
    put(job, "lek.pdf", OTHER_LEAK)
    assert not job.ingest().changed
    assert len(held_documents(job.settings.index)) == 2


def test_what_cannot_be_judged_is_held_without_findings(job: Job) -> None:
    put(job, "vreemd.pdf", UNJUDGED)
    (refused,) = job.ingest().skipped
    held = held_of(job)
    assert (refused.reason, held.findings) == ("UnjudgedDocumentError", ())
    assert (held.judged, held.detail) == (False, "too many revisions")


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"%PDF-1.7 rubbish"])
def test_what_cannot_be_read_is_not_held(job: Job, content: bytes) -> None:
    put(job, "stuk.pdf", content)
    job.ingest()
    assert held_documents(job.settings.index) == ()


def test_only_this_user_may_look_in(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    folder = quarantine_folder(job.settings.index)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert files_of(job) == {".pdf", ".json"}


def test_only_the_job_knows_the_folder() -> None:
    """What is served is another program: it has no business in there."""
    named = {
        path.relative_to(ROOT).as_posix()
        for folder in ("ingest", "lrt_search", "search_app")
        for path in (ROOT / folder).rglob("*.py")
        if "quarantine_folder" in path.read_text(encoding="utf-8")
    }
    assert named == {
        "ingest/quarantine.py",
        "ingest/withdrawal.py",
        "lrt_search/generations.py",
    }


def test_the_same_document_twice_is_one_record_with_two_names(job: Job) -> None:
    put(job, "a.pdf")
    put(job, "b.pdf")
    job.ingest()
    job.ingest()
    assert [origin.name for origin in held_of(job).origins] == ["inbox/a.pdf", "inbox/b.pdf"]


def test_a_record_is_not_written_again_where_nothing_changed(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    record = copy_of(job).with_suffix(".json")
    before = record.stat().st_mtime_ns
    job.ingest()
    assert record.stat().st_mtime_ns == before


def let_in_by_an_older_check(job: Job) -> Path:
    """Ingest a document, and make its kept copy one that leaks; return that copy."""
    path = put(job, "lek.pdf", CLEAN)
    job.ingest()
    sources = job.settings.index / "sources"
    sha256 = file_sha256(path)
    path.write_bytes(LEAK)
    leaking = file_sha256(path)
    (sources / f"{sha256}.pdf").unlink()
    kept = sources / f"{leaking}.pdf"
    kept.write_bytes(LEAK)
    manifest = current_generation(job.settings.index) / "manifest.json"
    manifest.write_text(manifest.read_text().replace(sha256, leaking))
    return kept


def test_a_document_that_an_older_check_let_in_leaves_the_archive(job: Job) -> None:
    job.put("goed.txt", "Een goed punt.")
    kept = let_in_by_an_older_check(job)
    report = job.rebuild()
    assert [one.reason for one in report.skipped] == ["HiddenTextError"]
    assert copy_of(job).read_bytes() == LEAK
    assert not kept.exists()
    assert quoted(job, "goed") == ["Een goed punt."]


def test_no_generation_is_left_that_held_it(job: Job) -> None:
    """Not even where it was the only document: nothing is served rather than what leaks."""
    let_in_by_an_older_check(job)
    job.rebuild()
    (left,) = (job.settings.index / "generations").iterdir()
    assert left == current_generation(job.settings.index)
    archive = open_archive(job.settings, job.embedder)
    assert archive.documents() == ()
    assert [one.reason for one in archive.skipped()] == ["HiddenTextError"]


# --- A job that is killed ----------------------------------------------------------------------


def test_half_files_and_copies_without_a_record_are_removed_by_the_next_job(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    folder = quarantine_folder(job.settings.index)
    (folder / f"{'0' * 64}.pdf").write_bytes(OTHER_LEAK)
    (folder / f"{'1' * 64}.pdf.0123abcd.part").write_bytes(OTHER_LEAK[:100])
    (folder / f"{'2' * 64}.json.0123abcd.part").write_bytes(b"{")
    assert held_of(job).state is State.WAITING
    job.ingest()
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [copy_of(job).name, copy_of(job).with_suffix(".json").name]
    )


KILLED = """
import os, signal, sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from ingest import quarantine
from ingest.pipeline import build_index
from ingest.sources import find_sources
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.job import Silence

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(quarantine, sys.argv[3], die)
given = find_sources([Path(sys.argv[2])])
settings = Settings(index=Path(sys.argv[1]))
build_index(settings, ToyEmbedder(), given, Silence(), lambda: ThreadPoolExecutor(1))
"""


@pytest.mark.parametrize("step", ["file_sha256", "flush_to_disk", "_write"])
def test_a_killed_job_leaves_nothing_half(job: Job, step: str) -> None:
    put(job, "lek.pdf")
    command = [sys.executable, "-c", KILLED, str(job.settings.index), str(job.inbox), step]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert held_documents(job.settings.index) == ()
    assert len(list(quarantine_folder(job.settings.index).iterdir())) == 1
    job.ingest()
    assert held_of(job).state is State.WAITING
    assert (files_of(job), copy_of(job).read_bytes()) == ({".pdf", ".json"}, LEAK)


def test_a_copy_of_what_was_rejected_is_removed_by_the_next_job(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    ruled(job, State.REJECTED)
    copy_of(job).write_bytes(LEAK)
    job.ingest()
    assert files_of(job) == {".json"}


def test_a_record_that_cannot_be_read_stops_the_job(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    copy_of(job).with_suffix(".json").write_text("{}")
    with pytest.raises(errors.DamagedQuarantineError, match="Put it back from a backup"):
        job.ingest()
    assert ".pdf" in files_of(job)


# --- Release -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["black_box", "attachment", "scan_recognised_before_blackening"])
def test_a_released_document_is_searched_by_what_it_shows(job: Job, name: str) -> None:
    put(job, "lek.pdf", LEAKS[name].draw(True))
    job.ingest()
    report = job.release(held_of(job).document_id)
    assert (report.new, report.skipped) == (1, ())
    assert "De voorzitter opent" in quoted(job, "voorzitter opent de vergadering")[0]
    assert HIDDEN not in " ".join(quoted(job, HIDDEN))


def test_the_decision_is_recorded(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    job.release(held_of(job).sha256[:6])
    (decision,) = held_of(job).decisions
    assert (decision.state, decision.by, decision.reason) == (
        State.RELEASED,
        "J. Eik",
        "niets geheims",
    )
    assert decisions(job.settings.index) == {held_of(job).sha256: decision}


def test_its_source_stays_in_quarantine_only(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    job.release(held_of(job).document_id)
    assert not (job.settings.index / "sources").exists()
    assert copy_of(job).read_bytes() == LEAK


def test_a_rebuild_takes_it_from_there(job: Job) -> None:
    path = put(job, "lek.pdf")
    job.ingest()
    job.release(held_of(job).document_id)
    path.unlink()
    assert job.rebuild().skipped == ()
    assert SHOWN in quoted(job, "voorzitter")[0]
    assert not (job.settings.index / "sources").exists()


def test_the_same_file_is_not_asked_about_again(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    job.release(held_of(job).document_id)
    report = job.ingest()
    assert (report.carried, report.skipped, report.changed) == (1, (), False)
    job.put("goed.txt", "Een goed punt.")
    put(job, "nog-een.pdf")
    assert job.ingest().skipped == ()
    assert held_of(job).state is State.RELEASED


def test_a_decision_counts_also_where_the_job_after_it_was_killed(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    ruled(job, State.RELEASED)
    assert job.ingest().new == 1
    assert SHOWN in quoted(job, "voorzitter")[0]


def test_a_changed_file_is_judged_anew(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    job.release(held_of(job).document_id)
    put(job, "lek.pdf", OTHER_LEAK)
    report = job.ingest()
    assert [one.reason for one in report.skipped] == ["HiddenTextError"]
    assert [held.state for held in held_documents(job.settings.index)] == [
        State.RELEASED,  # The file is refused now; what it held before stays.
        State.WAITING,
    ]


def test_what_cannot_be_judged_cannot_be_released(job: Job) -> None:
    put(job, "vreemd.pdf", UNJUDGED)
    job.ingest()
    with pytest.raises(errors.NotReleasableError, match="qpdf IN OUT"):
        job.release(held_of(job).document_id)
    assert held_of(job).decisions == ()


def test_a_release_without_the_copy_says_so_and_counts_later(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    copy_of(job).unlink()
    with pytest.raises(errors.MissingSourceError, match="Ingest the original file again"):
        job.release(held_of(job).document_id)
    assert job.ingest().skipped == ()
    assert copy_of(job).read_bytes() == LEAK


def test_another_models_index_is_refused_before_a_decision_is_recorded(job: Job) -> None:
    put(job, "lek.pdf")
    job.put("goed.txt", "Een goed punt.")
    job.ingest()
    manifest = current_generation(job.settings.index) / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"format_version": 99}))
    with pytest.raises(errors.IndexVersionError):
        job.release(held_of(job).document_id)
    assert held_of(job).state is State.WAITING


# --- Reject, and what closes a record by itself ------------------------------------------------


def test_a_rejected_document_is_never_read_again(job: Job) -> None:
    put(job, "lek.pdf")
    job.put("goed.txt", "Een goed punt.")
    job.ingest()
    held = ruled(job, State.REJECTED)
    assert files_of(job) == {".json"}
    (refused,) = job.ingest().skipped
    assert refused.reason == "RejectedDocumentError"
    assert dict(refused.fields)["day"] == held.decisions[0].day
    assert "niets geheims" not in repr(refused)
    assert files_of(job) == {".json"}


def test_the_archive_tells_of_a_rejection_after_the_next_job(job: Job) -> None:
    lek = put(job, "lek.pdf")
    job.put("goed.txt", "Een goed punt.")
    job.ingest()
    ruled(job, State.REJECTED)
    lek.unlink()
    job.ingest(job.put("b.txt", "Nog een punt."))
    skipped = open_archive(job.settings, job.embedder).skipped()
    assert [one.reason for one in skipped] == ["RejectedDocumentError"]


def test_a_rejection_can_be_taken_back(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    ruled(job, State.REJECTED)
    ruled(job, State.RELEASED)
    assert job.ingest().skipped == ()
    assert [one.state for one in held_of(job).decisions] == [State.REJECTED, State.RELEASED]
    assert copy_of(job).read_bytes() == LEAK


def test_a_file_that_is_redacted_anew_leaves_quarantine(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    put(job, "lek.pdf", CLEAN)
    assert job.ingest().skipped == ()
    assert held_of(job).state is State.REPLACED
    assert files_of(job) == {".json"}


def test_a_document_that_another_file_still_holds_stays(job: Job) -> None:
    put(job, "a.pdf")
    put(job, "b.pdf")
    job.ingest()
    put(job, "a.pdf", CLEAN)
    job.ingest()
    assert [origin.name for origin in held_of(job).origins] == ["inbox/b.pdf"]
    assert held_of(job).state is State.WAITING


def test_what_comes_back_waits_again(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    put(job, "lek.pdf", CLEAN)
    job.ingest()
    put(job, "lek.pdf")
    job.ingest()
    assert [one.state for one in held_of(job).decisions] == [State.REPLACED, State.WAITING]
    assert copy_of(job).read_bytes() == LEAK


def test_a_document_that_a_later_check_finds_clean_leaves_quarantine(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    # As if an earlier version had held the clean one.
    held, clean = held_of(job), put(job, "lek.pdf", CLEAN)
    sha256 = file_sha256(clean)
    record = copy_of(job).with_suffix(".json")
    found = json.loads(record.read_text())
    found |= {"sha256": sha256, "document_id": sha256[:16]}
    copy_of(job).rename(copy_of(job).with_name(f"{sha256}.pdf"))
    record.unlink()
    record.with_name(f"{sha256}.json").write_text(json.dumps(found))
    assert job.ingest().skipped == ()
    assert held_of(job).state is State.CLEARED
    assert held_of(job).first_seen == held.first_seen
    assert files_of(job) == {".json"}


# --- Which one is meant ------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["", "0", "zzzz", "0123456789abcdef", "../current"])
def test_an_unknown_id_is_told(job: Job, digits: str) -> None:
    put(job, "lek.pdf")
    job.ingest()
    with pytest.raises(errors.NotInQuarantineError, match="lrt-search quarantine list"):
        find_held(job.settings.index, digits)


def test_nothing_is_in_quarantine_before_the_first_job(tmp_path: Path) -> None:
    assert held_documents(tmp_path / "index") == ()
    assert not (tmp_path / "index").exists()


def test_an_ambiguous_beginning_is_told(job: Job) -> None:
    put(job, "lek.pdf")
    job.ingest()
    held = held_of(job)
    twin = f"{held.sha256[:8]}{'0' * 56}"
    record = copy_of(job).with_suffix(".json")
    found = json.loads(record.read_text()) | {"sha256": twin}
    record.with_name(f"{twin}.json").write_text(json.dumps(found))
    with pytest.raises(errors.AmbiguousIdError, match="Give more digits"):
        find_held(job.settings.index, held.sha256[:8].upper())
    assert find_held(job.settings.index, held.sha256[:24].upper()) == held
