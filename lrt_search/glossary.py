"""The words of the table: organisations and abbreviations, with what they are short for.

``glossary.toml`` beside this module holds them, each with its source. It is read once and never
changed; what it does not name stays as printed.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from lrt_search.analysis import searchable


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation, or something else with an abbreviation.

    Attributes:
        short: How registers and filters call it: "CdK".
        name: In full, Dutch.
        forms: Other ways in which minutes write it, or who speaks for it: "SJenV".
        english: How an English question may call it.
        source: Where this can be looked up.
    """

    short: str
    name: str
    forms: tuple[str, ...]
    english: tuple[str, ...]
    source: str

    @property
    def dutch(self) -> tuple[str, ...]:
        """All that it is called in minutes, the short name first."""
        return (self.short, self.name, *self.forms)


@dataclass(frozen=True)
class Glossary:
    """All entries.

    Attributes:
        organisations: Those that can speak, decide and have a task.
        abbreviations: The rest.
        synonyms: Groups of Dutch words or phrases that mean the same.
        translations: What an English question may say, and how minutes say it.
    """

    organisations: tuple[Entry, ...]
    abbreviations: tuple[Entry, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()
    translations: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    def organisation(self, written: str) -> Entry | None:
        """Return the organisation that is written so, or None where that is not sure.

        ``organisation("CDK´s")`` is that of "CdK"; an article in front makes no difference.
        """
        return self._by_name.get(_key(written))

    @cached_property
    def _by_name(self) -> dict[str, Entry]:
        return {_key(name): entry for entry in self.organisations for name in entry.dutch}


# Whole archives are looked through word by word.
@lru_cache(maxsize=20_000)
def _key(written: str) -> str:
    words = searchable(written).strip(" .,;:")
    for article in ("de ", "het "):
        words = words.removeprefix(article)
    return words


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Return the glossary of this program."""
    text = (files("lrt_search") / "glossary.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Glossary(
        _entries(tables["organisation"]),
        _entries(tables["abbreviation"]),
        tuple(_strings(table["words"]) for table in tables["synonym"]),
        tuple(
            (_strings(table["english"]), _strings(table["dutch"]))
            for table in tables["translation"]
        ),
    )


def _entries(tables: Iterable[dict[str, object]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            short=str(table["short"]),
            name=str(table["name"]),
            forms=_strings(table["forms"]),
            english=_strings(table["english"]),
            source=str(table["source"]),
        )
        for table in tables
    )


def _strings(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(map(str, value))
