"""The one table of settings: name, default, unit and meaning, read once from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from lrt_search.errors import SettingError
from lrt_search.language import LANGUAGES, N_

DEFAULT_MODEL = "multilingual-e5-small"
# An address without a name, a password, a question or a fragment in it.
_ADDRESS = r"https?://[^\s/?#@<>\"]+(?:/[^\s?#<>\"]*)?"


def _default_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "lrt-search"


def _setting(default: Any, unit: str, help_text: str, **limits: Any) -> Any:
    metadata = {"unit": unit, "help": help_text, **limits}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set; ``LRT_<NAME>`` in the environment sets field ``name``."""

    index: Path = _setting(lambda: Path("index"), "folder", N_("where the index is kept"))
    model: str = _setting(
        DEFAULT_MODEL, "name or folder", N_("embedding model: any sentence-transformers model")
    )
    cache: Path = _setting(_default_cache, "folder", N_("where the unpacked model is kept"))
    precision: str = _setting(
        "auto",
        "word",
        N_("number format of the model: auto, float32 or bfloat16"),
        choices=("auto", "float32", "bfloat16"),
    )
    language: str = _setting(
        "nl", "word", N_("language of screen and command line: nl or en"), choices=LANGUAGES
    )
    workers: int = _setting(
        0, "processes", N_("documents read at the same time; 0 = one per core"), minimum=0
    )
    page_seconds: int = _setting(
        300,
        "seconds",
        N_("in which a page of a document must get read; else the document is given up"),
        minimum=1,
    )
    read_memory: int = _setting(
        2048,
        "MiB",
        N_("memory that reading one document may take; else the document is given up"),
        minimum=64,
    )
    max_pages: int = _setting(
        5000, "pages", N_("a document of more pages is refused, never cut short"), minimum=1
    )
    max_unpacked: int = _setting(
        200,
        "MiB",
        N_("a document with a compressed part that comes to more is refused"),
        minimum=1,
    )
    batch: int = _setting(32, "passages", N_("passages embedded at a time"), minimum=1)
    mask_sensitive: str = _setting(
        "no",
        "word",
        N_("personal data found in shown text is masked before it is stored: yes or no"),
        choices=("no", "yes"),
    )
    keep_generations: int = _setting(
        2, "generations", N_("generations of the index kept, the served one included"), minimum=1
    )
    max_query: int = _setting(
        1000, "characters", N_("longest question that is searched"), minimum=1
    )
    page_size: int = _setting(10, "hits", N_("hits on one page"), minimum=1, maximum=100)
    host: str = _setting("127.0.0.1", "address", N_("address the server listens on"))
    port: int = _setting(
        8000, "port number", N_("port the server listens on"), minimum=0, maximum=65535
    )
    base_url: str = _setting(
        "",
        "address",
        N_("public address of the archive, for links in citations: https://..."),
        pattern=_ADDRESS,
    )
    summary_url: str = _setting(
        "",
        "address",
        N_("endpoint of a language model that may summarise answers; empty: none is asked"),
        pattern=_ADDRESS,
    )
    summary_model: str = _setting("", "name", N_("model that the endpoint is asked for"))
    summary_key_file: str = _setting("", "file", N_("holds the key for the endpoint"))
    summary_seconds: int = _setting(
        20, "seconds", N_("in which a summary must be there; else there is none"), minimum=1
    )
    threads: int = _setting(4, "threads", N_("requests answered at the same time"), minimum=1)


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Read the settings from ``LRT_*`` variables; values in ``given`` that are not None win.

    Raises:
        SettingError: for a variable ``LRT_*`` that is no setting, or a value out of range.
    """
    environment = os.environ if environment is None else environment
    known = {f"LRT_{item.name.upper()}": item for item in fields(Settings)}
    values: dict[str, Any] = {}
    for variable, raw in environment.items():
        if not variable.startswith("LRT_"):
            continue
        if variable not in known:
            raise SettingError(name=variable, value=raw, expected=N_("left out: no such setting"))
        item = known[variable]
        values[item.name] = _parsed(variable, raw, item.default, dict(item.metadata))
    for name, value in given.items():
        if value is None:
            continue
        item = known[f"LRT_{name.upper()}"]
        values[name] = _parsed(f"--{name}", str(value), item.default, dict(item.metadata))
    return Settings(**values)


def _parsed(name: str, raw: str, default: object, metadata: dict[str, Any]) -> object:
    if isinstance(default, int):
        low, high = metadata.get("minimum", 0), metadata.get("maximum")
        try:
            number = int(raw)
        except ValueError:
            number = low - 1
        if number < low or (high is not None and number > high):
            expected = f"{low} - {high}" if high is not None else f">= {low}"
            raise SettingError(name=name, value=raw, expected=expected)
        return number
    if not raw.strip():
        if default == "":  # Where nothing is a value, a variable may be empty.
            return default
        raise SettingError(name=name, value=raw, expected=metadata["unit"])
    if "choices" in metadata:
        if raw not in metadata["choices"]:
            raise SettingError(name=name, value=raw, expected=" / ".join(metadata["choices"]))
        return raw
    if "pattern" in metadata and not re.fullmatch(metadata["pattern"], raw):
        expected = N_("an address that begins with https:// or http://")
        raise SettingError(name=name, value=raw, expected=expected)
    return raw if isinstance(default, str) else Path(raw).expanduser()
