"""What a reader types, and what is asked by it; or where it goes wrong and what to type."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lrt_search.errors import EmptyQueryError, InvalidQueryError
from lrt_search.query import Conditions, Query, parse
from lrt_search.statements import StatementKind


def required(text: str) -> list[list[str]]:
    return [
        [f'"{one.text}"' if one.exact else one.text for one in group]
        for group in parse(text).required
    ]


def excluded(text: str) -> list[str]:
    return [f'"{one.text}"' if one.exact else one.text for one in parse(text).excluded]


# --- words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "besluiten over defensielocaties",
        " Wat is er\nafgesproken? ",
        "1F-opvang in Ter Apel",
        "om 14:30 uur",
        "https://example.org/a:b",
        "Actie: BZK",
        "Stand van zaken: opvang",
        "asiel of noodopvang",
        "LRT – verslag",
        "de CdK's en foto’s",
        "flexwoningen -- statushouders",
        "(noodopvang)",
        "'; DROP TABLE passage; --",
        "a:) b",
    ],
)
def test_a_plain_question_is_asked_as_it_stands(text: str) -> None:
    assert parse(text) == Query(text, text)
    assert parse(text).meaning == text
    assert not parse(text).narrows


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "?!", "…", "–", "( )"])
def test_a_question_without_a_word_is_empty(text: str) -> None:
    with pytest.raises(EmptyQueryError):
        parse(text)


# --- phrases, exclusions, alternatives -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ('"extra inzet"', [['"extra inzet"']]),
        ("“extra inzet”", [['"extra inzet"']]),
        ("„extra inzet”", [['"extra inzet"']]),
        ("„extra inzet“", [['"extra inzet"']]),
        ("«extra inzet»", [['"extra inzet"']]),
        ('"extra inzet”', [['"extra inzet"']]),
        ('rijk "extra inzet" "op tijd"', [['"extra inzet"'], ['"op tijd"']]),
        ('rijk"extra inzet"nu', [['"extra inzet"']]),
        ('"van:2023 -x OF"', [['"van:2023 -x OF"']]),
        ("asiel OF noodopvang", [["asiel", "noodopvang"]]),
        ("asiel OR noodopvang OR gezin", [["asiel", "noodopvang", "gezin"]]),
        ('rijk asiel OF "extra inzet" nu', [["asiel", '"extra inzet"']]),
        ("a OF b c OF d", [["a", "b"], ["c", "d"]]),
        ("asiel of noodopvang", []),
        ('"?!"', [['"?!"']]),
    ],
)
def test_what_a_hit_must_hold(text: str, groups: list[list[str]]) -> None:
    assert required(text) == groups


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("opvang -noodopvang", ["noodopvang"]),
        ("opvang −noodopvang", ["noodopvang"]),
        ("opvang –noodopvang", ["noodopvang"]),
        ('opvang -"extra inzet" -Oss', ['"extra inzet"', "Oss"]),
        ("-1F-opvang", ["1F-opvang"]),
        ("-14:30", ["14:30"]),
        ("nood-opvang", []),
        ('"een - twee"', []),
    ],
)
def test_what_no_hit_may_hold(text: str, left_out: list[str]) -> None:
    assert excluded(text) == left_out


@pytest.mark.parametrize(
    ("text", "meaning", "words"),
    [
        ('besluiten "extra inzet" -geld van:2023', "besluiten extra inzet", "besluiten"),
        ("asiel OF noodopvang", "asiel noodopvang", "asiel noodopvang"),
        ('asiel OF "extra inzet"', "asiel extra inzet", "asiel"),
        ("van:2023", "", ""),
        ("-geld", "", ""),
    ],
)
def test_only_what_is_looked_for_has_a_meaning(text: str, meaning: str, words: str) -> None:
    query = parse(text)
    assert query.meaning == meaning
    assert query.words.split() == words.split()


# --- fields --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("02-2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-03-14", date(2024, 3, 14), date(2024, 3, 14)),
        ("14-03-2024", date(2024, 3, 14), date(2024, 3, 14)),
        ("14/3/2024", date(2024, 3, 14), date(2024, 3, 14)),
        ("maart 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ('"maart 2024"', date(2024, 3, 1), date(2024, 3, 31)),
        ("“14 maart 2024”", date(2024, 3, 14), date(2024, 3, 14)),
        ("14 maart 2024", date(2024, 3, 14), date(2024, 3, 14)),
        ("Mrt-2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("March 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024,", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024?", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_dates(value: str, first: date, last: date) -> None:
    assert parse(f"van:{value} opvang").conditions == Conditions(first_date=first)
    assert parse(f"opvang TOT:{value}").conditions == Conditions(last_date=last)
    assert parse(f"van:{value} opvang").meaning == "opvang"


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("document:verslag", Conditions(documents=("verslag",))),
        ('document:"LRT 8 december"', Conditions(documents=("LRT 8 december",))),
        ("agendapunt:3 item:wvttk", Conditions(agenda_items=("3", "wvttk"))),
        ("grond:5.1.2.e", Conditions(grounds=("5.1.2e",))),
        ('ground:"artikel 5.1, tweede lid, onder e"', Conditions(grounds=("5.1.2e",))),
        ("organisatie:VNG organisation:COA", Conditions(organisations=("VNG", "COA"))),
        ("from:2023 to:2024", Conditions(date(2023, 1, 1), date(2024, 12, 31))),
        ("van:2024 tot:2024", Conditions(date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_fields(text: str, conditions: Conditions) -> None:
    query = parse(text)
    assert query.conditions == conditions
    assert (query.meaning, query.required, query.excluded) == ("", (), ())


# --- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position", "found", "expected"),
    [
        ("opvang - nood", 8, "minus sign stands alone", "-noodopvang"),
        ("-", 1, "minus sign stands alone", "-noodopvang"),
        ("opvang --nood", 8, "more than one minus", "-noodopvang"),
        ("opvang -?", 8, "no word after the minus", "a word"),
        ('opvang "extra inzet', 8, "not closed", '"extra inzet"'),
        ("opvang «extra", 8, "not closed", '"extra inzet"'),
        ('opvang ""', 8, "nothing between the quotes", "a word"),
        ('opvang " "', 8, "nothing between the quotes", "a word"),
        ("datum:2024", 1, "no field of this name", "van: or tot:"),
        ("opvang Spreker:VNG", 8, "no field of this name", "organisatie:"),
        ("titel:verslag", 1, "no field of this name", "document:"),
        ("artikel:5.1.2e", 1, "no field of this name", "grond:"),
        ("onderwerp:opvang", 1, "no field of this name", "agendapunt:"),
        ("passage:opvang", 1, "no field of this name", "document:"),
        ('Actie:"BZK"', 1, "no field of this name", "a blank after the colon"),
        ("van:", 1, "no value", "van:2023"),
        ("opvang van: 2024", 8, "no value", "van:2023"),
        ('document:""', 1, "no value", "van:2023"),
        (f"document:{'a' * 201}", 1, "too long", "a few words"),
        ("opvang soort:agenda", 8, "no kind of this name", "soort:standpunt"),
        ("soort:", 1, "no value", "van:2023"),
        ("actiehouder:BZK", 1, "no field of this name", "eigenaar:BZK"),
        ("-van:2024", 1, "a field cannot be excluded", "minus sign before a word"),
        ("van:gisteren", 1, "no date", "2024-03-14"),
        ("van:2024-02-30", 1, "no date", "2024-03-14"),
        ("van:0000", 1, "no date", "2024-03-14"),
        ("van:maart", 1, "no date", "2024-03-14"),
        ("van:2024 opvang tot:2023", 17, "last day comes before", "earlier date after van:"),
        ("tot:2023 van:2024", 10, "last day comes before", "earlier date after van:"),
        ("van:2023 van:2024", 10, "given twice", "once"),
        ("OF opvang", 1, "on both sides", "small letters"),
        ("opvang OR", 8, "on both sides", "small letters"),
        ("opvang OF OF nood", 11, "on both sides", "small letters"),
        ("opvang OF -nood", 11, "on both sides", "small letters"),
        ("van:2023 OF opvang", 10, "on both sides", "small letters"),
        ("opvang OF ?", 11, "on both sides", "small letters"),
        ("? OF opvang", 3, "on both sides", "small letters"),
        ("(asiel OF nood) plek", 1, "brackets do not group", "asiel OF noodopvang"),
    ],
)
def test_a_wrong_use_is_refused_with_its_place_and_what_to_type(
    text: str, position: int, found: str, expected: str
) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        parse(text)
    fields = caught.value.fields
    assert fields["position"] == position
    assert found in str(fields["found"])
    assert expected in str(fields["expected"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("soort:besluit", StatementKind.DECISION),
        ("Soort:Actie", StatementKind.ACTION_ITEM),
        ('kind:"action item"', StatementKind.ACTION_ITEM),
        ("kind:commitments", StatementKind.COMMITMENT),
        ("soort:verzoeken?", StatementKind.REQUEST),
        ("soort:standpunt", StatementKind.POSITION),
    ],
)
def test_kinds_are_asked_for_by_their_names(text: str, kind: StatementKind) -> None:
    assert parse(text).conditions.kinds == (kind,)


def test_owners_are_asked_for_as_typed() -> None:
    conditions = parse('brief eigenaar:SJenV owner:"de gemeenten"').conditions
    assert conditions.owners == ("SJenV", "de gemeenten")


def test_a_refusal_does_not_repeat_the_question() -> None:
    for text in (
        'geheim "geheim',
        "geheim:x",
        "van:geheim",
        "-geheim:x",
        "geheim OF",
        "soort:geheim",
    ):
        with pytest.raises(InvalidQueryError) as caught:
            parse(text)
        assert "geheim" not in str(caught.value)


TEXT = st.lists(
    st.sampled_from(
        [*'"„”«»-–:()?. \n', "OF", "OR", "of", "van:", "tot:", "2024", "maart 2024", "opvang"]
        + ["document:", "grond:5.1.2e", "soort:", "Actie: ", "14:30", "https://", "\ud800", "é"]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(), TEXT))
@example("van:٢٠٢٤")
@example("-\N{COMBINING ACUTE ACCENT}")
def test_any_text_is_a_question_or_is_refused(text: str) -> None:
    try:
        query = parse(text)
    except EmptyQueryError:
        return
    except InvalidQueryError as error:
        assert 1 <= int(error.fields["position"]) <= len(text)
        return
    assert query == parse(text)
    assert len(query.free) == len(query.words) == len(text)
    sought = [*(one for group in query.required for one in group), *query.excluded]
    for one in sought:
        assert text[one.start : one.start + len(one.text)] == one.text
    kept = [(char, own) for char, own in zip(query.free, text, strict=True) if char != " "]
    assert all(char == own for char, own in kept)
