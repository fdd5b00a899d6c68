"""With the setting on, nothing that looks sensitive is stored; a change reads all anew."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lrt_search.archive import Archive, open_archive
from lrt_search.domain import SensitiveCount, SensitiveKind
from lrt_search.generations import current_generation, generations_folder
from lrt_search.retrieval import search
from tests.job import Job
from tests.program import ROOT

NUMBERS = ("123456782", "06-12345678", "a.eik@voorbeeld.nl", "NL91 ABNA 0417 1643 00", "12-BD-34")
SENTENCE = "BSN {}, bel {}, mail {}, betaal aan {}, kenteken {}.".format(*NUMBERS)


def set_mask(job: Job, value: str) -> None:
    job.settings = replace(job.settings, mask_sensitive=value)


def opened(job: Job) -> Archive:
    return open_archive(job.settings, job.embedder)


def written(index: Path) -> bytes:
    """Every byte of the index but the kept copies of the documents."""
    files = [path for path in index.rglob("*") if path.is_file() and path.parent.name != "sources"]
    return b"".join(path.read_bytes() for path in files)


def test_what_looks_sensitive_is_counted_and_quoted_as_it_stands(job: Job) -> None:
    job.put("a.txt", SENTENCE)
    report = job.ingest()
    counts = tuple(SensitiveCount(kind, 1, 1) for kind in sorted(SensitiveKind))
    assert report.sensitive == (("inbox/a.txt", counts),)
    (document,) = opened(job).documents()
    assert opened(job).sensitive(document.document_id) == counts
    assert search(opened(job), "kenteken").hits[0].passage.quotation == SENTENCE


def test_the_counts_of_documents_carried_over_stay(job: Job) -> None:
    job.put("a.txt", "Bel 06-12345678.")
    job.ingest()
    job.put("b.txt", "Niets.")
    assert job.ingest().sensitive == ()
    counts = {
        document.source_names: opened(job).sensitive(document.document_id)
        for document in opened(job).documents()
    }
    assert counts == {
        ("inbox/a.txt",): (SensitiveCount(SensitiveKind.PHONE, 1, 1),),
        ("inbox/b.txt",): (),
    }


def test_with_the_setting_on_it_is_masked_and_still_counted(job: Job) -> None:
    set_mask(job, "yes")
    job.put("a.txt", SENTENCE)
    report = job.ingest()
    assert report.masked
    assert sum(count.count for _, counts in report.sensitive for count in counts) == len(NUMBERS)
    (hit,) = search(opened(job), "kenteken").hits
    assert hit.passage.quotation == "BSN ▯, bel ▯, mail ▯, betaal aan ▯, kenteken ▯."
    page = opened(job).catalogue.page(hit.passage.document_id, 1)
    (span,) = hit.passage.spans
    assert page.text[span.start : span.end] == hit.passage.text
    assert job.embedder.embedded == ["OPENING: BSN , bel , mail , betaal aan , kenteken ."]
    assert not any(search(opened(job), number).found for number in ("123456782", "12345678"))


@pytest.mark.parametrize(("before", "after"), [("no", "yes"), ("yes", "no")])
def test_another_value_of_the_setting_reads_everything_anew(
    job: Job, before: str, after: str
) -> None:
    set_mask(job, before)
    job.put("a.txt", SENTENCE)
    job.ingest()
    set_mask(job, after)
    other = job.put("b.txt", "Niets.")
    report = job.ingest(other)
    assert report.changed
    assert sorted(job.progress.names) == ["b.txt", "inbox/a.txt"]
    shown = search(opened(job), "kenteken").hits[0].passage.quotation
    assert (shown == SENTENCE) == (after == "no")
    assert not job.ingest(other).changed


def test_no_older_generation_keeps_what_is_masked_now(job: Job) -> None:
    job.put("a.txt", SENTENCE)
    job.ingest()
    set_mask(job, "yes")
    job.ingest()
    served = current_generation(job.settings.index)
    assert list(generations_folder(job.settings.index).iterdir()) == [served]
    job.put("b.txt", "Niets.")
    job.ingest()
    assert len(list(generations_folder(job.settings.index).iterdir())) == 2


# As users run it, but for the model, and with a process of its own for each value of the setting:
# Chroma's files hold rests of the memory of the process that wrote them.
JOB = """
import sys
from pathlib import Path
from ingest.pipeline import build_index
from ingest.sources import find_sources
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.job import Silence

if __name__ == "__main__":
    settings = Settings(index=Path(sys.argv[1]), mask_sensitive=sys.argv[3])
    given = find_sources([Path(sys.argv[2])])
    print(build_index(settings, ToyEmbedder(), given, Silence()))
"""


def test_no_byte_of_the_index_holds_what_is_masked(job: Job, tmp_path: Path) -> None:
    job.put("a.txt", SENTENCE)
    script = tmp_path / "job.py"
    script.write_text(JOB)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for value in ("no", "yes"):
        command = [sys.executable, str(script), str(job.settings.index), str(job.inbox), value]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment)
        assert done.returncode == 0, done.stderr
        everything = written(job.settings.index) + done.stdout + done.stderr
        assert b"SQLite format 3" in everything
        held = [number for number in NUMBERS if number.encode() in everything]
        assert held == (list(NUMBERS) if value == "no" else [])
