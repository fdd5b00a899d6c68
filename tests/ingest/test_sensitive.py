"""What looks sensitive in the text of a page, and what only looks like it. All of it is invented.

The numbers are the usual examples of their kind; they fit their tests and belong to nobody.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.sensitive import (
    Match,
    count_sensitive,
    find_sensitive,
    masked,
    masked_pages,
    redactions_after_masking,
)
from lrt_search.domain import (
    REDACTION_MARK,
    SENSITIVE_MASK,
    Page,
    Redaction,
    RedactionLook,
    SensitiveCount,
    SensitiveKind,
)


def found(text: str) -> list[tuple[str, str]]:
    """Find what is sensitive, as kinds and words."""
    return [(match.kind.value, text[match.start : match.end]) for match in find_sensitive(text)]


# --- citizen service numbers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Betrokkene (BSN 123456782) is ingeschreven.", "123456782"),
        ("BSN: 123.456.782", "123.456.782"),
        ("BSN 1234 56 782 is bekend.", "1234 56 782"),
        ("BSN-123456782", "123456782"),
        ("burgerservicenummer van mevrouw is 123 456 782.", "123 456 782"),
        ("sofinummer 10000008", "10000008"),
        ("bsn 10.000.008", "10.000.008"),
        ("Burgerservicenummer\n111222333", "111222333"),
        ("Het gezin van 111222333 wordt opgevangen.", "111222333"),
        ("Het gaat om 123.456.782 en zijn broer.", "123.456.782"),
        ("de man (111222333), geboren in 1980", "111222333"),
        ("het BSN nr. 111222333", "111222333"),
    ],
)
def test_a_number_that_passes_the_eleven_test_is_a_bsn(text: str, words: str) -> None:
    assert found(text) == [("bsn", words)]


@pytest.mark.parametrize(
    "text",
    [
        "BSN 123456789",  # fails the eleven test
        "BSN 000000000",
        "10000008 plaatsen",  # eight digits without the word
        "op 20231208 om 9 uur",
        "nummer 1111222333",
        "1112223334",
        "Kamerstuk 36333",
        "kenmerk 2023-0000123456",
        "Ons kenmerk 123456782",
        "Ons kenmerk\n123456782",
        "zaaknummer: 111222333",
        "dossier 111222333",
        "KvK 111222333",
        "KvK-nummer 111222333",
        "nr. 111222333",
        "RSIN 111222333",
        "tel. 111222333",
        "DSB-2023-111222333",
        "111222333-A",
        "111222333/2023",
        "A111222333",
        "https://www.voorbeeld.nl/stuk/111222333",
        "https://www.voorbeeld.nl?id=111222333",
        "€ 123.456.782,00",
        "€123.456.782",
        "EUR 123.456.782",
        "123.456.782 euro",
        "123.456.782,-",
        "111222333,50",
        "111222333 inwoners",
        "De begroting 1.234.567 123.456.782 345.678",
        "1.123.456.782",
        "5 123 456 782",
    ],
)
def test_another_number_is_no_bsn(text: str) -> None:
    assert found(text) == []


# --- e-mail addresses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mail naar a.eik@voorbeeld.nl.", "a.eik@voorbeeld.nl"),
        ("A.EIK@VOORBEELD.NL", "A.EIK@VOORBEELD.NL"),
        ("<anna.eik-beuk+werk@post.voorbeeld.co.uk>", "anna.eik-beuk+werk@post.voorbeeld.co.uk"),
        ("zoë.eik@voorbeeld.nl", "zoë.eik@voorbeeld.nl"),
        ("eik (at) voorbeeld.nl", "eik (at) voorbeeld.nl"),
        ("eik[at]voorbeeld.nl", "eik[at]voorbeeld.nl"),
        ("eik [at] voorbeeld [punt] nl", "eik [at] voorbeeld [punt] nl"),
        ("stuur dit aan a.eik@\nvoorbeeld.nl", "a.eik@\nvoorbeeld.nl"),
        ("stuur dit aan a.eik@voorbeeld.\nnl", "a.eik@voorbeeld.\nnl"),
        ("anna.eik-\nbeuk@voorbeeld.nl", "anna.eik-\nbeuk@voorbeeld.nl"),
        ("a.eik@voorbeeld.nl.\nNet als vorige keer", "a.eik@voorbeeld.nl"),
        ("p.griffie@voorbeeld.nl", "p.griffie@voorbeeld.nl"),  # somebody of that name
        ("jan.post@voorbeeld.nl", "jan.post@voorbeeld.nl"),
        ("▮.eik@voorbeeld.nl", "eik@voorbeeld.nl"),  # redacted in part
    ],
)
def test_an_address_of_a_person_is_found(text: str, words: str) -> None:
    assert found(text) == [("email", words)]


@pytest.mark.parametrize(
    "local_part",
    [
        "info",
        "Info",
        "contact",
        "secretariaat",
        "secretariaat-lrt",
        "lrt.secretariaat",
        "postbus",
        "postbus.lrt",
        "postbus172b",
        "griffie",
        "raadsgriffie",
        "bestuur",
        "woo",
        "woo-verzoeken",
        "wooverzoeken",
        "privacy",
        "pers",
        "communicatie",
        "servicedesk",
        "noreply",
        "no-reply",
        "team_opvang",
        "lrt2023",
    ],
)
def test_a_mailbox_of_an_office_is_passed_over(local_part: str) -> None:
    assert found(f"Mail naar {local_part}@voorbeeld.nl.") == []


@pytest.mark.parametrize(
    "text",
    ["▮@minbzk.nl", "@minbzk.nl", "volg @regietafel", "a @ b", "5 @ 2.50", "at voorbeeld.nl"],
)
def test_what_has_no_local_part_is_no_address(text: str) -> None:
    assert found(text) == []


# --- telephone numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "06-12345678",
        "0612345678",
        "06 12 34 56 78",
        "06 - 1234 5678",
        "06.12.34.56.78",
        "06 123 456 78",
        "06-\n12345678",
        "06 12\n34 56 78",
        "+31 6 12345678",
        "+31612345678",
        "+31 (0)6 12 34 56 78",
        "0031 6 12345678",
        "+316-12345678",
        "070-3701234",
        "070 370 12 34",
        "(070) 370 12 34",
        "070/3701234",
        "0703701234",
        "+31 70 370 1234",
        "+31 (0)70 370 12 34",
        "088 123 4567",
        "0174-123456",
        "0512 12 34 56",
        "+32 2 123 45 67",
        "+49 170 1234567",
    ],
)
@pytest.mark.parametrize("text", ["{}", "Bel {}.", "(tel. {}), of", "tel:{}", "M: {} bgg"])
def test_a_telephone_number_is_found(text: str, number: str) -> None:
    assert found(text.format(number)) == [("phone", number)]


def test_numbers_beside_each_other_are_found_apart() -> None:
    text = "06-12345678/070-3701234, 06 12345679 12 mei"
    assert [words for _, words in found(text)] == ["06-12345678", "070-3701234", "06 12345679"]


@pytest.mark.parametrize(
    "text",
    [
        "14070",
        "14 070",
        "112",
        "0800-1234",
        "0800 023 4567",
        "0900-8844",
        "0900 123 4567",
        "06-12-2023",
        "06-12-2023 10:15",
        "06-12-2023 10",
        "06-12-2023 1000 uur",
        "08-12-2023 9:00",
        "8:30 - 9.15 uur",
        "2022-2023",
        "2022 2023 2024",
        "€ 0.612.345.678",
        "0,612345678",
        "p. 010-020",
        "richtlijn 2001/55/EG",
        "artikel 5.1.2e",
        "2023-0000123456",
        "2023-0612345678",
        "kenmerk 0703701234",
        "kenmerk 0612345678",
        "nr. 0612345678",
        "DOC-0612345678",
        "061234567",
        "06123456789",
        "06-12345678.5",
        "0 1 2 3 4 5 6 7 8 9",
        "010 1 2 3 4 5 6 7",
        "0000123456",
        "0677777777",  # no mobile number begins so
        "+1.234.567",
        "+ 12 plekken",
        "0610234567891",
    ],
)
def test_another_number_is_no_telephone_number(text: str) -> None:
    assert [one for one in found(text) if one[0] == "phone"] == []


LETTERHEAD = """\
Ministerie van Voorbeelden
Postbus 12345
2500 EA Den Haag
www.voorbeeld.nl
{line}
Datum 3 maart 2022
Betreft opvang
"""


@pytest.mark.parametrize(
    "line",
    [
        "T 070-3701234",
        "T 070-3701234 F 070-3701235",
        "Tel: (070) 370 12 34",
        "Telefoon 088 123 4567",
        "070 370 12 34",
        "Postbus 12345, 2500 EA Den Haag, 070 370 12 34",
        "IBAN NL91 ABNA 0417 1643 00",
        "Bank: NL91ABNA0417164300",
    ],
)
def test_telephone_and_account_of_a_letterhead_are_passed_over(line: str) -> None:
    assert found(LETTERHEAD.format(line=line)) == []
    assert len(found(f"De voorzitter opent.\n{line.replace('2500 EA', '').replace('Postbus', '')}"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("M 06-12345678", "phone"),
        ("T +31 6 12345678", "phone"),
        ("E a.eik@voorbeeld.nl", "email"),
        ("BSN 123456782", "bsn"),
        ("De burgemeester is bereikbaar op 070-3701234.", "phone"),
    ],
)
def test_what_belongs_to_a_person_is_found_in_a_letterhead_too(line: str, kind: str) -> None:
    assert [one for one, _ in found(LETTERHEAD.format(line=line))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Bel in 2023 op 070-3701234.",
        "In 2023 is besloten.\nT 070-3701234",
        "Uit 2023 EU-geld.\nT 070-3701234",
    ],
)
def test_a_year_is_no_postcode(text: str) -> None:
    assert len(found(text)) == 1


def test_a_letterhead_stands_at_the_edge_of_a_page() -> None:
    body = "De voorzitter opent.\n" * 20
    assert found(body + LETTERHEAD.format(line="T 070-3701234")) == []
    assert len(found(body + LETTERHEAD.format(line="T 070-3701234") + body)) == 1


def test_a_line_at_the_foot_of_every_page_is_a_letterhead() -> None:
    foot = "\nGemeente Voorbeeld - 070-3701234"
    pages = [Page(n, None, f"Er komt een brief, zie punt {n}.{foot}") for n in (1, 2, 3)]
    assert count_sensitive(pages) == ()
    assert masked_pages(pages) == tuple(pages)
    assert count_sensitive(pages[:1]) == (SensitiveCount(SensitiveKind.PHONE, 1, 1),)


# --- bank accounts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "account",
    [
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "NL91.ABNA.0417.1643.00",
        "NL91 ABNA 0417\n1643 00",
        "BE68 5390 0754 7034",
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
    ],
)
@pytest.mark.parametrize("text", ["{}", "Overmaken op {} ten name van A. Eik.", "IBAN:{},", "({})"])
def test_an_account_is_found(text: str, account: str) -> None:
    assert found(text.format(account)) == [("iban", account)]


@pytest.mark.parametrize(
    "text",
    [
        "NL91ABNA0417164301",  # wrong check digits
        "NL91ABNA04171643",
        "NL91ABNA041716430012",
        "XNL91ABNA0417164300",
        "ZZ91ABNA0417164300",
        "NL91 0000 0417 1643 00",
        "NL12 gemeenten",
    ],
)
def test_other_signs_are_no_account(text: str) -> None:
    assert found(text) == []


# --- licence plates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plate",
    [
        "AB-12-34",
        "12-34-AB",
        "12-AB-34",
        "BD-12-FG",
        "BD-FG-12",
        "12-BD-FG",
        "99-XXX-9",
        "9-XXX-99",
        "GH-123-J",
        "J-123-GH",
        "GHJ-12-K",
        "K-12-GHJ",
        "1-GH-234",
        "123-GH-4",
    ],
)
@pytest.mark.parametrize("text", ["{}", "De auto ({}) is weg.", "kenteken {},", "Zij reed in {}."])
def test_a_plate_is_found(text: str, plate: str) -> None:
    assert found(text.format(plate)) == [("licence_plate", plate)]


@pytest.mark.parametrize(
    "text",
    [
        "36-333",
        "21501-02",
        "DG-12",
        "TK-22-23",
        "HV-22-23",
        "TK-12-45",
        "12-ab-34",
        "AEI-12-K",  # vowels are not given out
        "K-12-VVD",
        "7-PVV-12",
        "RIS-12-34-AB",
        "12-AB-34-CD",
        "2023/12-AB-34",
        "12-AB-34/2",
        "12-AB-34.5",
        "X12-AB-34",
        "COVID-19",
        "A-12-B",
        "12-12-2023",
        "F-16-JSF-toestel",
        "Q-4-XYZ",
    ],
)
def test_another_code_is_no_plate(text: str) -> None:
    assert found(text) == []


# --- counting and masking ------------------------------------------------------------------


def test_pages_are_counted_by_kind() -> None:
    pages = [
        Page(1, None, "Bel 06-12345678 of 06-12345679, of mail a.eik@voorbeeld.nl."),
        Page(2, None, "Niets."),
        Page(3, None, "Bel 06-12345678."),
    ]
    assert count_sensitive(pages) == (
        SensitiveCount(SensitiveKind.EMAIL, 1, 1),
        SensitiveCount(SensitiveKind.PHONE, 1, 2),
        SensitiveCount(SensitiveKind.PHONE, 3, 1),
    )


def test_every_match_becomes_one_sign_that_is_no_redaction_mark() -> None:
    pages = [Page(1, "3", "▮ belt 06-12345678 of mailt a.eik@voorbeeld.nl.\nEinde")]
    assert masked_pages(pages) == (Page(1, "3", "▮ belt ▯ of mailt ▯.\nEinde"),)


def test_a_redaction_keeps_its_place_among_what_is_masked() -> None:
    text = "▮ en a.eik@voorbeeld.nl\n▮ belt 06-12345678 voor ▮."
    pages = [Page(1, None, "Niets."), Page(2, None, text)]
    redactions = [
        Redaction(2, offset, RedactionLook.BLACK, (), None, 5)
        for offset, sign in enumerate(text)
        if sign == REDACTION_MARK
    ]
    unplaced = Redaction(1, None, RedactionLook.BLACK, (), None, 5)
    *moved, last = redactions_after_masking(pages, [*redactions, unplaced])
    hidden = masked_pages(pages)[1].text
    assert [hidden[one.offset or 0] for one in moved] == [REDACTION_MARK] * 3
    assert len({one.offset for one in moved}) == 3
    assert last == unplaced


def test_matches_are_masked_in_any_order() -> None:
    first = Match(SensitiveKind.BSN, 0, 3)
    second = Match(SensitiveKind.PHONE, 4, 6)
    assert masked("abc de", [first, second]) == masked("abc de", [second, first]) == "▯ ▯"


PIECES = [
    *("123456782", "111222333", "a.eik@voorbeeld.nl", "info@voorbeeld.nl", "06-12345678"),
    *("070 370 12 34", "+31 6 12345678", "NL91 ABNA 0417 1643 00", "12-AB-34", "GH-123-J"),
    *("BSN ", "kenmerk ", "nr. ", "€ ", "Postbus 12345", "2500 EA", "T ", "www.", "eik", "@x.nl"),
    *(" ", "\n", "-", "/", ".", ",", ":", "(", ")", "+", "0", "1", "6", "▯", "▮"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60)


@given(TEXTS)
@example("a.eik@voorbeeld.nl@x.nl")
@example("06-12345678/06-12345679/06-12345678")
@example("kenmerk@x.nl 111222333")
@example("BSN 111.222.333 en 123.456.782")
def test_matches_never_overlap_and_masked_text_has_none_left(text: str) -> None:
    matches = find_sensitive(text)
    ends = [0, *(match.end for match in matches)]
    assert all(end <= match.start < match.end for end, match in zip(ends, matches, strict=False))
    assert matches == [] or matches[-1].end <= len(text)
    hidden = masked(text, matches)
    assert hidden.count(SENSITIVE_MASK) == text.count(SENSITIVE_MASK) + len(matches) - sum(
        text.count(SENSITIVE_MASK, match.start, match.end) for match in matches
    )
    assert hidden.count(REDACTION_MARK) == text.count(REDACTION_MARK)
    assert find_sensitive(hidden) == []
    assert matches or hidden == text
