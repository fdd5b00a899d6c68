import pytest

from lrt_search.analysis import terms
from lrt_search.expansions import expansions_of, is_english
from lrt_search.glossary import Entry, Glossary, glossary
from lrt_search.thesaurus import Headword, Stems, Thesaurus, stems_of, thesaurus

NAMES = Glossary(
    organisations=(
        Entry("CdK", "commissaris van de Koning", ("CdK's",), ("King's Commissioner",), "s"),
        Entry("BZK", "Ministerie van Binnenlandse Zaken", ("Binnenlandse Zaken",), (), "s"),
    ),
    abbreviations=(),
    synonyms=(("schip", "boot", "cruiseschip"), ("kazerne", "militair terrein")),
    translations=((("modular housing",), ("flexwoningen",)), (("housing",), ("woningen",))),
)
NOTHING = Thesaurus(())


def everything(stems: Stems) -> bool:
    return True


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
    found = [one.expansion for one in expansions_of(text, everything, names=NAMES, words=NOTHING)]
    assert [(one.word, one.also, one.kind.value) for one in found] == expected


def test_every_entry_of_the_glossary_can_be_looked_for() -> None:
    known = glossary()
    for words in known.synonyms:
        assert len(words) > 1
        for word in words:
            assert expansions_of(word, everything, words=NOTHING) or len(words) == 2, word
    for english, dutch in known.translations:
        assert dutch
        for one in english:
            assert expansions_of(one, everything, words=NOTHING), one


# --- the thesaurus ------------------------------------------------------------------------

WORDS = Thesaurus(
    (
        Headword(
            "huisarts", ("general practitioner", "doctor"), ("huisdokter",), ("dokter", "ziek")
        ),
        Headword("medische zorg", ("medical care",), (), ("dokter",)),
        Headword("onderdak", ("shelter",), ("opvang",), ("slapen",)),
        Headword("brand", ("fire",), ("vuur",), ()),
    )
)


def told(text: str, *held: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Ask an archive that has only the words ``held``."""
    stems = {stems_of(one) for one in held}
    found = expansions_of(text, stems.__contains__, names=NAMES, words=WORDS)
    return [(one.expansion.word, one.expansion.also, one.expansion.kind.value) for one in found]


def test_words_that_mean_the_same_are_looked_for_both_ways_where_the_archive_has_them() -> None:
    assert told("onderdak", "opvang") == [("onderdak", ("opvang",), "synonym")]
    assert told("opvang", "opvang", "onderdak") == [("opvang", ("onderdak",), "synonym")]
    assert told("opvang", "opvang") == []


def test_what_is_asked_twice_is_told_once() -> None:
    assert told("onderdak of Onderdak", "opvang") == [("onderdak", ("opvang",), "synonym")]


def test_an_everyday_word_leads_on_only_where_the_archive_does_not_have_it() -> None:
    both = ("huisarts", "medische zorg")
    assert told("een dokter", *both) == [("dokter", both, "related")]
    assert told("een dokter", "dokter", *both) == []
    assert told("huisarts", "dokter") == []


@pytest.mark.parametrize(
    ("text", "held", "expected"),
    [
        ("is there a general practitioner", ("huisarts",), [("general practitioner", "huisarts")]),
        ("doctors in the shelters", ("huisarts", "onderdak"), ["huisarts", "onderdak"]),
        # Nothing tells the language: a word that the archive has is Dutch.
        ("shelter", ("onderdak",), ["onderdak"]),
        ("brand", ("brand", "vuur"), ["vuur"]),
        ("fire brand", ("brand", "vuur"), ["brand", "vuur"]),
        # In English "brand" is no fire.
        ("the brand of it", ("brand", "vuur"), []),
        ("de shelter", ("onderdak",), []),
    ],
)
def test_english_is_translated_where_the_question_is_english(
    text: str, held: tuple[str, ...], expected: list[object]
) -> None:
    found = told(text, *held)
    if expected and isinstance(expected[0], tuple):
        assert [(word, *also) for word, also, _ in found] == expected
    else:
        assert [one for _, also, _ in found for one in also] == expected


def test_a_word_that_both_languages_have_is_translated_in_english_only() -> None:
    names = Glossary((), (), translations=((("school",), ("onderwijs",)),))

    def also(text: str, *held: str) -> list[str]:
        stems = {stems_of(one) for one in held}
        found = expansions_of(text, stems.__contains__, names=names, words=NOTHING)
        return [other for one in found for other in one.expansion.also]

    assert also("the school", "school") == ["onderwijs"]
    assert also("school", "school") == ["onderwijs"]
    assert also("naar de school", "school") == []
    assert also("naar de school") == ["onderwijs"]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("how many people", True),
        ("what do municipalities say", True),
        ("that barracks", True),
        ("hoeveel mensen", False),
        ("besluiten over defensie", None),
        ("minutes of the table", True),
        ("besluit van de tafel over the limit", False),
        ("", None),
    ],
)
def test_small_words_tell_the_language(text: str, english: bool | None) -> None:
    assert is_english(terms(text)) is english


def test_the_thesaurus_can_be_used_as_it_is_kept() -> None:
    words = thesaurus().words
    assert len(words) == len({one.dutch for one in words}) > 2000
    for one in words:
        others = (*one.english, *one.similar, *one.everyday)
        assert others, one
        assert all(other == other.strip() and other for other in (one.dutch, *others)), one
        assert one.dutch not in (*one.similar, *one.everyday), one
        assert stems_of(one.dutch), one
