"""Every refusal has a sentence in both languages, an exit code and an HTTP status of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter

import pytest

from lrt_search import errors
from lrt_search.errors import LrtError
from lrt_search.language import translator


def subclasses(kind: type[LrtError] = LrtError) -> Iterator[type[LrtError]]:
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield below
            yield from subclasses(below)


EVERY = tuple(dict.fromkeys(subclasses()))
LEAVES = tuple(kind for kind in EVERY if not list(subclasses(kind)))


def fields_of(kind: type[LrtError]) -> dict[str, str | int]:
    """Give each field of the sentence of ``kind`` a value that can be looked for."""
    names = {name for _, name, _, _ in Formatter().parse(kind.message) if name}
    return {name: f"«{name}»" for name in names}


def test_there_are_errors_to_test() -> None:
    assert len(LEAVES) > 20


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", EVERY)
def test_the_sentence_holds_its_fields_in_both_languages(
    kind: type[LrtError], language: str
) -> None:
    error = kind(**fields_of(kind))
    sentence = error.explain(translator(language))
    assert all(str(value) in sentence for value in error.fields.values())
    assert "{" not in sentence
    assert "\n" not in sentence
    assert sentence == str(error) or language == "nl"


@pytest.mark.parametrize("kind", LEAVES)
def test_the_sentence_is_translated(kind: type[LrtError]) -> None:
    assert kind.message != LrtError.message
    assert translator("nl")(kind.message) != kind.message


@pytest.mark.parametrize("kind", LEAVES)
def test_the_sentence_says_what_to_do(kind: type[LrtError]) -> None:
    """What happened ends with a full stop; what comes after it is the cure."""
    if kind is errors.InvalidParameterError:  # Its cure is the field ``expected``.
        return
    assert re.search(r"\. [A-Z]\w+ ", kind.message), kind.message


def test_exit_codes_are_unique() -> None:
    codes = Counter(kind.exit_code for kind in LEAVES)
    assert codes.most_common(1)[0][1] == 1, codes


@pytest.mark.parametrize("kind", LEAVES)
def test_exit_codes_mean_nothing_else(kind: type[LrtError]) -> None:
    """1 is a fault of the program, 2 argparse's, 3 some failed; a shell uses 126 and more."""
    assert 3 < kind.exit_code < 126


@pytest.mark.parametrize("kind", [LrtError, *EVERY])
def test_the_http_status_says_whose_fault_it_is(kind: type[LrtError]) -> None:
    if issubclass(kind, errors.QueryError | errors.RecordError | errors.BatchError):
        assert kind.http_status == 400
    elif issubclass(kind, errors.ArchiveError | errors.ModelError):
        assert kind.http_status == 503
    else:
        elsewhere = {
            errors.NotInArchiveError: 404,
            errors.UnknownPassageError: 404,
            errors.WithdrawnError: 410,
        }
        assert kind.http_status == elsewhere.get(kind, 500)


def test_the_tree_on_top_of_the_module_names_every_class() -> None:
    assert errors.__doc__ is not None
    named = set(re.findall(r"\w+Error\b", errors.__doc__))
    assert named == {"LrtError", *(kind.__name__ for kind in EVERY)}


@pytest.mark.parametrize("kind", EVERY)
def test_every_class_says_what_it_is(kind: type[LrtError]) -> None:
    assert kind.__doc__


def test_braces_in_a_value_are_printed_as_they_are() -> None:
    error = errors.EmptyFileError(name="{path} {0} %s.pdf")
    assert error.explain(translator("nl")).startswith("{path} {0} %s.pdf is leeg")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.UnreadableFileError(name="a.pdf", detail="Permission denied"), "geen toegang"),
        (errors.UnsupportedFormatError(name="a", kind="no extension"), "geen extensie"),
        (
            errors.SettingError(name="LRT_X", value="1", expected="left out: no such setting"),
            "weggelaten",
        ),
    ],
)
def test_what_the_program_fills_in_is_translated(error: LrtError, expected: str) -> None:
    assert expected in error.explain(translator("nl"))


@pytest.mark.parametrize("name", ["Agenda", "Search", "options", "May"])
def test_a_name_that_happens_to_be_a_text_of_the_program_is_kept(name: str) -> None:
    error = errors.UnsupportedFormatError(name=name, kind="no extension")
    assert error.explain(translator("nl")).startswith(f"{name} is ")
    path = errors.PathNotFoundError(path=name)
    assert path.explain(translator("nl")).startswith(f"{name} bestaat niet")


def test_a_field_that_is_missing_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        errors.EmptyFileError()
