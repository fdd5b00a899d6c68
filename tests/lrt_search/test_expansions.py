import pytest

from lrt_search.expansions import expansions_of
from lrt_search.glossary import Entry, Glossary, glossary

NAMES = Glossary(
    organisations=(
        Entry("CdK", "commissaris van de Koning", ("CdK's",), ("King's Commissioner",), "s"),
        Entry("BZK", "Ministerie van Binnenlandse Zaken", ("Binnenlandse Zaken",), (), "s"),
    ),
    abbreviations=(),
    synonyms=(("schip", "boot", "cruiseschip"), ("kazerne", "militair terrein")),
    translations=((("modular housing",), ("flexwoningen",)), (("housing",), ("woningen",))),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("standpunt CdK", [("CdK", ("commissaris van de Koning",), "abbreviation")]),
        (
            "commissarissen van de Koning over boten",
            [
                ("commissarissen van de Koning", ("CdK",), "abbreviation"),
                ("boten", ("schip", "cruiseschip"), "synonym"),
            ],
        ),
        # A name that holds another one finds nothing more.
        ("BZK", [("BZK", ("Binnenlandse Zaken",), "abbreviation")]),
        (
            "the King's Commissioner",
            [("King's Commissioner", ("CdK", "commissaris van de Koning"), "translation")],
        ),
        # The longest name holds.
        ("temporary modular housing", [("modular housing", ("flexwoningen",), "translation")]),
        ("housing", [("housing", ("woningen",), "translation")]),
        ("militaire terreinen", [("militaire terreinen", ("kazerne",), "synonym")]),
        ("militair", []),
        ("", []),
    ],
)
def test_what_else_is_looked_for(
    text: str, expected: list[tuple[str, tuple[str, ...], str]]
) -> None:
    found = [one.expansion for one in expansions_of(text, NAMES)]
    assert [(one.word, one.also, one.kind.value) for one in found] == expected


def test_every_entry_of_the_glossary_can_be_looked_for() -> None:
    known = glossary()
    for words in known.synonyms:
        assert len(words) > 1
        for word in words:
            assert expansions_of(word) or len(words) == 2, word
    for english, dutch in known.translations:
        assert dutch
        for one in english:
            assert expansions_of(one), one
