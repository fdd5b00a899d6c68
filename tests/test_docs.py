"""The documents name every setting, error, command, table and address, and none that is not."""

import argparse
import re
import sqlite3
from dataclasses import fields
from pathlib import Path
from typing import cast

import pytest

from lrt_search import errors
from lrt_search.archive import Archive
from lrt_search.catalogue import writing
from lrt_search.cli import _parser
from lrt_search.errors import LrtError
from lrt_search.settings import Settings
from search_app import create_app

ROOT = Path(__file__).parent.parent


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """Return the rows of the tables of a document, by what stands in their first cell."""
    found = {}
    for line in document(name).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `"):
            found[cells[0].strip("|` ")] = [cell.strip("|` ") for cell in cells[1:]]
    return found


# --- settings ------------------------------------------------------------------------------


def test_every_setting_is_documented_with_default_unit_and_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/lezer")
    defaults = Settings()
    expected = {
        f"LRT_{item.name.upper()}": [
            str(getattr(defaults, item.name)).replace("/home/lezer", "~"),
            item.metadata["unit"],
            item.metadata["help"],
        ]
        for item in fields(Settings)
    }
    assert rows("docs/settings.md") == expected


# --- errors --------------------------------------------------------------------------------


def every_error() -> list[type[LrtError]]:
    return [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, LrtError)
    ]


@pytest.mark.parametrize("kind", every_error())
def test_every_error_is_documented_with_its_codes_and_its_sentence(kind: type[LrtError]) -> None:
    found = rows("docs/errors.md").get(kind.__name__)
    assert found is not None, f"not in docs/errors.md: {kind.__name__}"
    exit_code, http_status, message = found
    assert (exit_code, http_status) == (str(kind.exit_code), str(kind.http_status))
    if "message" in vars(kind) and kind is not LrtError:
        assert message == kind.message


def test_no_other_error_is_documented() -> None:
    assert rows("docs/errors.md").keys() <= {kind.__name__ for kind in every_error()}


# --- commands ------------------------------------------------------------------------------


def commands() -> dict[str, argparse.ArgumentParser]:
    for action in _parser(str)._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("no commands")


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `lrt-search (\w+)", document("README.md"), re.MULTILINE))
    assert named == commands().keys()


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))])
def test_every_command_line_in_a_document_names_a_command(name: str) -> None:
    for line in re.findall(r"(?:bin/|`)lrt-search ([^`\n#]+)", document(name)):
        words = re.sub(r"--(?:index|language) \S+", "", line).split()
        assert not words or words[0] in commands() or words[0].startswith("-"), line


# --- index ---------------------------------------------------------------------------------


def test_every_table_of_the_catalogue_is_documented_with_its_columns(tmp_path: Path) -> None:
    with writing(tmp_path / "catalogue.sqlite3"):
        pass
    database = sqlite3.connect(tmp_path / "catalogue.sqlite3")
    tables = database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE 'words\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    columns = {
        table: {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
        for (table,) in tables
    }
    database.close()
    documented = rows("docs/index-format.md")
    assert len(columns) > 5
    for table, names in columns.items():
        assert table in documented, f"not in docs/index-format.md: {table}"
        named = set(re.findall(r"`(\w+)`", f"`{documented[table][-1]}`"))
        assert names <= named, f"{table} lacks {names - named}"


# --- addresses -----------------------------------------------------------------------------


def test_every_address_of_the_app_is_documented() -> None:
    app = create_app(Settings(), lambda: cast(Archive, None))
    text = document("docs/api.md") + document("README.md")
    documented = {
        re.sub(r"<[^>]*>|\{[^}]*\}", "*", address)
        for address in re.findall(r"`(?:GET |POST )?(/[^`?\s]*)", text)
    }
    served = {re.sub(r"<[^>]*>", "*", rule.rule) for rule in app.url_map.iter_rules()}
    assert served <= documented, f"not documented: {sorted(served - documented)}"
