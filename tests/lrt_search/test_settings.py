"""Settings are read once, by name, and a value that cannot be used is refused by name."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from lrt_search.errors import SettingError
from lrt_search.settings import DEFAULT_MODEL, Settings, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert Settings().index == Path("index")
    assert Settings().model == DEFAULT_MODEL
    assert (Settings().language, Settings().host, Settings().port) == ("nl", "127.0.0.1", 8000)


def test_the_process_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LRT_PORT", "8123")
    assert read_settings().port == 8123


@pytest.mark.parametrize(
    ("variable", "raw", "name", "value"),
    [
        ("LRT_INDEX", "/srv/index", "index", Path("/srv/index")),
        ("LRT_MODEL", "/srv/model", "model", "/srv/model"),
        ("LRT_CACHE", "cache", "cache", Path("cache")),
        ("LRT_PRECISION", "bfloat16", "precision", "bfloat16"),
        ("LRT_LANGUAGE", "en", "language", "en"),
        ("LRT_WORKERS", "0", "workers", 0),
        ("LRT_BATCH", "1", "batch", 1),
        ("LRT_MASK_SENSITIVE", "yes", "mask_sensitive", "yes"),
        ("LRT_KEEP_GENERATIONS", "1", "keep_generations", 1),
        ("LRT_MAX_QUERY", "200", "max_query", 200),
        ("LRT_PAGE_SIZE", "100", "page_size", 100),
        ("LRT_HOST", "::1", "host", "::1"),
        ("LRT_PORT", " 65535 ", "port", 65535),
        ("LRT_THREADS", "16", "threads", 16),
    ],
)
def test_a_variable_sets_its_field(variable: str, raw: str, name: str, value: object) -> None:
    settings = read_settings({variable: raw})
    assert getattr(settings, name) == value
    assert type(getattr(settings, name)) is type(value) or isinstance(value, Path)


def test_the_home_folder_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/lezer")
    assert read_settings({"LRT_INDEX": "~/index"}).index == Path("/home/lezer/index")


@pytest.mark.parametrize(
    ("base", "expected"),
    [("/var/cache", "/var/cache/lrt-search"), ("", "/home/lezer/.cache/lrt-search")],
)
def test_the_cache_is_where_the_system_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, base: str, expected: str
) -> None:
    monkeypatch.setenv("HOME", "/home/lezer")
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    assert read_settings({}).cache == Path(expected)


def test_what_is_given_wins_and_none_is_not_given() -> None:
    environment = {"LRT_PORT": "8001", "LRT_HOST": "0.0.0.0"}
    settings = read_settings(environment, port="8002", host=None)
    assert (settings.port, settings.host) == (8002, "0.0.0.0")


def test_other_variables_are_let_be() -> None:
    assert read_settings({"PATH": "/bin", "LRTX": "1", "lrt_port": "1"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "raw", "expected"),
    [
        ("LRT_PORT", "65536", "0 - 65535"),
        ("LRT_PORT", "-1", "0 - 65535"),
        ("LRT_PORT", "http", "0 - 65535"),
        ("LRT_PORT", "", "0 - 65535"),
        ("LRT_PORT", "80.5", "0 - 65535"),
        ("LRT_PAGE_SIZE", "0", "1 - 100"),
        ("LRT_PAGE_SIZE", "101", "1 - 100"),
        ("LRT_WORKERS", "-1", ">= 0"),
        ("LRT_BATCH", "0", ">= 1"),
        ("LRT_KEEP_GENERATIONS", "0", ">= 1"),
        ("LRT_MAX_QUERY", "0", ">= 1"),
        ("LRT_THREADS", "0", ">= 1"),
        ("LRT_LANGUAGE", "fr", "nl / en"),
        ("LRT_LANGUAGE", "NL", "nl / en"),
        ("LRT_MASK_SENSITIVE", "ja", "no / yes"),
        ("LRT_PRECISION", "float16", "auto / float32 / bfloat16"),
        ("LRT_INDEX", "", "folder"),
        ("LRT_INDEX", "  ", "folder"),
        ("LRT_HOST", "", "address"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(variable: str, raw: str, expected: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings({variable: raw})
    assert caught.value.fields == {"name": variable, "value": raw, "expected": expected}


@pytest.mark.parametrize("variable", ["LRT_", "LRT_INDEXX", "LRT_index", "LRT_TYPO"])
def test_a_variable_that_is_no_setting_is_refused(variable: str) -> None:
    with pytest.raises(SettingError, match=f"{variable} is 'x'.*no such setting"):
        read_settings({variable: "x"})


def test_an_argument_is_refused_as_it_is_typed() -> None:
    with pytest.raises(SettingError, match="--port is '70000'"):
        read_settings({}, port="70000")


def test_a_default_is_a_value_that_could_be_set() -> None:
    written = {
        f"LRT_{item.name.upper()}": str(getattr(Settings(), item.name)) for item in fields(Settings)
    }
    assert read_settings(written) == Settings()


def test_every_setting_has_a_unit_and_a_help_text() -> None:
    for item in fields(Settings):
        assert item.metadata["unit"], item.name
        assert item.metadata["help"], item.name


def test_settings_are_never_changed_on_the_way() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
