"""``lrt-search quarantine``: what the person who must decide gets to see, and can do."""

import json
import os
from pathlib import Path

import pytest

from ingest.findings import FindingKind
from ingest.quarantine import State, held_documents
from ingest.quarantine_command import finding_in_words, state_in_words
from lrt_search.cli import main
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from lrt_search.wording import Wording
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS
from tests.job import Job, threads


@pytest.fixture(autouse=True)
def settings_of_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no variable of the one who runs the tests in, and no index of theirs; toy model."""
    for name in [name for name in os.environ if name.startswith("LRT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LRT_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)

    def load(settings: Settings) -> ToyEmbedder:
        return ToyEmbedder()

    monkeypatch.setattr("ingest.quarantine_command.load_embedder", load)
    monkeypatch.setattr("ingest.command.load_embedder", load)
    monkeypatch.setattr("lrt_search.archive.load_embedder", load)
    monkeypatch.setattr("ingest.pipeline.pool_factory", lambda workers, limits: threads)


@pytest.fixture
def leak(tmp_path: Path) -> str:
    """Ingest one leak and one good document; return the id of the leak."""
    job = Job(tmp_path)
    job.put("goed.txt", "Een goed punt.")
    (job.inbox / "lek.pdf").write_bytes(LEAKS["black_box"].draw(True))
    job.ingest()
    (held,) = held_documents(job.settings.index)
    return held.document_id


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command on the quarantine; return its exit code and what it printed."""
    capsys.readouterr()
    code = main(["quarantine", *arguments])
    out, err = capsys.readouterr()
    assert HIDDEN not in out + err
    return code, out, err


def test_an_empty_quarantine_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "list") == (0, "There is nothing in quarantine.\n", "")
    assert told(capsys, "list", "--json") == (0, "[]\n", "")


def test_the_list_says_what_was_found_and_where(
    capsys: pytest.CaptureFixture[str], leak: str
) -> None:
    code, out, _ = told(capsys, "list")
    first, second, third = out.splitlines()
    assert (code, first) == (0, f"{leak}  inbox/lek.pdf")
    assert second.startswith("    waits for a decision; in quarantine since ")
    assert third == "    - text under a box, an image or an annotation (10), p. 1"


def test_those_that_wait_come_first(
    capsys: pytest.CaptureFixture[str], leak: str, tmp_path: Path
) -> None:
    told(capsys, "reject", leak, "--reason", "dubbel")
    (tmp_path / "inbox" / "nieuw.pdf").write_bytes(LEAKS["attachment"].draw(True))
    assert main(["ingest", "inbox"]) == 3
    _, out, _ = told(capsys, "list")
    assert out.index("nieuw.pdf") < out.index("lek.pdf")
    assert "another file inside this one (1)\n" in out


def test_show_says_what_to_do_next(capsys: pytest.CaptureFixture[str], leak: str) -> None:
    code, out, _ = told(capsys, "show", leak[:8])
    assert code == 0
    assert "  - p. 1: text under a box, an image or an annotation (10)\n" in out
    assert "State: waits for a decision\n" in out
    assert f"lrt-search quarantine release {leak} --reason TEXT" in out
    assert f"lrt-search quarantine reject {leak} --reason TEXT" in out


def test_programs_get_json(capsys: pytest.CaptureFixture[str], leak: str) -> None:
    _, out, _ = told(capsys, "show", leak, "--json")
    answer = json.loads(out)
    assert (answer["id"], answer["staat"], answer["bronnen"]) == (
        leak,
        "waiting",
        ["inbox/lek.pdf"],
    )
    assert {"soort": "covered_text", "pagina": 1, "aantal": 10, "onschuldig": False} in (
        answer["bevindingen"]
    )
    assert json.loads(told(capsys, "list", "--json")[1]) == [answer]


def test_release_takes_in_what_is_shown(capsys: pytest.CaptureFixture[str], leak: str) -> None:
    code, out, _ = told(capsys, "release", leak, "--reason", "alleen de voet", "--by", "J. Eik")
    assert (code, out.splitlines()[:2]) == (
        0,
        ["Released: inbox/lek.pdf.", "Done: 1 new, 1 unchanged, 0 replaced."],
    )
    _, shown, _ = told(capsys, "show", leak)
    assert "J. Eik: released (alleen de voet)\n" in shown
    assert f"lrt-search withdraw {leak}" in shown
    assert main(["search", "voorzitter"]) == 0
    assert "De voorzitter opent" in " ".join(capsys.readouterr().out.split())
    assert main(["status"]) == 0
    assert "Not searchable" not in capsys.readouterr().out


def test_reject_removes_the_copy(
    capsys: pytest.CaptureFixture[str], leak: str, tmp_path: Path
) -> None:
    code, out, _ = told(capsys, "reject", leak, "--reason", "hoort hier niet")
    assert (code, out) == (
        0,
        "Rejected: inbox/lek.pdf. Its copy was removed and it is not taken in again.\n",
    )
    assert not list((tmp_path / "index" / "quarantine").glob("*.pdf"))
    assert main(["ingest", "inbox"]) == 3
    told_now = capsys.readouterr().out
    assert f"See why with: lrt-search quarantine show {leak}\n" in told_now
    assert "hoort hier niet" not in told_now
    assert ": rejected (hoort hier niet)\n" in told(capsys, "show", leak)[1]


def test_who_decides_is_the_user_by_default(capsys: pytest.CaptureFixture[str], leak: str) -> None:
    told(capsys, "reject", leak, "--reason", "dubbel")
    (decision,) = json.loads(told(capsys, "show", leak, "--json")[1])["besluiten"]
    assert decision["door"]


def test_what_was_released_cannot_be_rejected(
    capsys: pytest.CaptureFixture[str], leak: str
) -> None:
    told(capsys, "release", leak, "--reason", "goed")
    code, out, err = told(capsys, "reject", leak, "--reason", "toch niet")
    assert (code, out) == (83, "")
    assert f"lrt-search withdraw {leak}" in err


def test_a_release_that_was_not_finished_says_so(
    capsys: pytest.CaptureFixture[str], leak: str, tmp_path: Path
) -> None:
    copy = next((tmp_path / "index" / "quarantine").glob("*.pdf"))
    copy.unlink()
    code, _, err = told(capsys, "release", leak, "--reason", "goed")
    assert code == 69
    assert "Ingest the original file again" in err
    assert "It is not in the archive" in told(capsys, "show", leak)[1]


def test_status_counts_those_that_wait(capsys: pytest.CaptureFixture[str], leak: str) -> None:
    assert main(["status"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "1 of these files waits in quarantine for somebody to decide."


@pytest.mark.parametrize("action", ["release", "reject"])
def test_a_reason_is_needed(capsys: pytest.CaptureFixture[str], leak: str, action: str) -> None:
    with pytest.raises(SystemExit) as caught:
        told(capsys, action, leak)
    assert caught.value.code == 2
    assert "the following arguments are required: --reason" in capsys.readouterr().err
    code, _, err = told(capsys, action, leak, "--reason", " \n ")
    assert (code, "--reason" in err) == (32, True)


@pytest.mark.parametrize(
    "action", [["show"], ["release", "--reason", "x"], ["reject", "--reason", "x"]]
)
def test_an_unknown_id_is_refused_and_makes_no_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, action: list[str]
) -> None:
    code, out, err = told(capsys, *action, "0123456789abcdef")
    assert (code, out) == (80, "")
    assert err.endswith("Look it up with: lrt-search quarantine list\n")
    assert not (tmp_path / "index").exists()


def test_an_action_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        told(capsys)
    assert caught.value.code == 2


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_of_finding_has_words(kind: FindingKind) -> None:
    assert finding_in_words(kind, Wording("en")) != kind


@pytest.mark.parametrize("state", State)
def test_every_state_has_words(state: State) -> None:
    assert state_in_words(state, Wording("en"))
