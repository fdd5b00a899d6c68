"""Recognising minutes: small made-up pages in, structure out."""

from datetime import date

from ingest.minutes import Minutes, recognise_minutes
from lrt_search.domain import Attendee, Layout, Page, PassageKind

HEAD = """\
 Landelijke Regietafel Migratie en Integratie

Vergaderdatum en -tijd  3 maart 2022, 8:30 – 9.15 uur
Vergaderplaats  Webex
Aanwezig  Dhr. Van Eik (SJenV), Mevr.

Groot Linden (VNG), Dhr. Beuk
(CDK’s),                  (BZK), 5.1.2e (COA),
secretariaat.

"""


def recognise(*pages: str) -> Minutes:
    return recognise_minutes([Page(n, None, text) for n, text in enumerate(pages, start=1)])


def words(minutes: Minutes) -> list[str]:
    return [" ".join(line.text for line in block.lines) for block in minutes.blocks]


def test_head_of_lrt_minutes() -> None:
    minutes = recognise(HEAD + "1. OPENING\n• Akkoord.\n")
    assert minutes.layout is Layout.LRT
    assert minutes.title == "Landelijke Regietafel Migratie en Integratie"
    meeting = minutes.meeting
    assert meeting.date_guess == date(2022, 3, 3)
    assert meeting.time_text == "8:30 – 9.15 uur"
    assert meeting.place == "Webex"


def test_a_name_that_is_a_mark_is_a_redacted_name() -> None:
    head = (
        "Landelijke Regietafel\nVergaderdatum 3 maart 2022\nAanwezig Dhr. Eik (VNG),\n"
        "▮ (IPO), ▮ (COA),\n▮ (BZK), Dhr. ▮ (JenV), 5.1.2e (IND), secretariaat.\n"
    )
    people = recognise(head + "1. OPENING\n• Akkoord.\n").meeting.attendees
    assert [(person.name, person.organisation) for person in people] == [
        ("Dhr. Eik", "VNG"),
        *[(None, organisation) for organisation in ("IPO", "COA", "BZK", "JenV", "IND")],
        ("secretariaat", None),
    ]


def test_headings_keep_their_marks() -> None:
    minutes = recognise(
        HEAD
        + "1. OPENING ▮ EN MEDEDELINGEN\n• Akkoord.\n2. ▮\n• Besproken.\nInzet ▮ en brief:\n"
        + "• Er komt een brief. ▮\nBesluiten:\n• Akkoord.\n"
    )
    assert [item.title for item in minutes.agenda_items] == ["OPENING ▮ EN MEDEDELINGEN", "▮"]
    assert [block.sub_heading for block in minutes.blocks][-2:] == ["Inzet ▮ en brief", "Besluiten"]


def test_attendees_keep_their_organisation_and_a_redacted_name_is_none() -> None:
    meeting = recognise(HEAD + "1. OPENING\n• Akkoord.\n").meeting
    assert meeting.attendees == (
        Attendee("Dhr. Van Eik", "SJenV", "JenV", "staatssecretaris"),
        Attendee("Mevr. Groot Linden", "VNG", "VNG"),
        Attendee("Dhr. Beuk", "CDK’s", "CdK"),
        Attendee(None, "BZK", "BZK"),
        Attendee(None, "COA", "COA"),
        Attendee("secretariaat", None),
    )


def test_the_head_is_no_passage() -> None:
    minutes = recognise(HEAD + "1. OPENING\n• Akkoord.\n")
    assert words(minutes) == ["Akkoord."]


def test_agenda_items_keep_label_and_verbatim_title() -> None:
    minutes = recognise(
        HEAD
        + "1. OPENING EN MEDEDELINGEN\n• Akkoord.\n2. OVERZICHT ACTIELIJNEN\n"
        + "3. CONCEPT-BRIEF OVER DE\nUITPLAATSING VAN STATUSHOUDERS\n• Besproken.\n"
    )
    assert [(item.label, item.title) for item in minutes.agenda_items] == [
        ("1", "OPENING EN MEDEDELINGEN"),
        ("2", "OVERZICHT ACTIELIJNEN"),
        ("3", "CONCEPT-BRIEF OVER DE UITPLAATSING VAN STATUSHOUDERS"),
    ]
    assert [block.agenda_position for block in minutes.blocks] == [1, 3]


def test_a_numbered_list_is_not_an_agenda() -> None:
    minutes = recognise(HEAD + "1. OPENING\n• Twee opties:\n4. Een vierde mogelijkheid\n")
    assert [item.title for item in minutes.agenda_items] == ["OPENING"]


def test_bullets_run_on_over_lines_and_empty_lines() -> None:
    minutes = recognise(HEAD + "1. OPENING\n• VNG vraagt om\n\neen sessie. Actie BZK.\n• Klaar.\n")
    assert words(minutes) == ["VNG vraagt om een sessie. Actie BZK.", "Klaar."]


def test_nested_bullets_are_blocks_of_their_own_under_their_parent() -> None:
    minutes = recognise(HEAD + "1. OPENING\n• Een brief volgt.\no Actie COA: deelt de lijst.\n")
    bullet, nested = minutes.blocks
    assert (bullet.level, nested.level) == (1, 2)
    assert nested.parent == bullet
    assert words(minutes)[1] == "Actie COA: deelt de lijst."


def test_sub_headings_end_in_a_colon_or_stand_alone() -> None:
    minutes = recognise(
        HEAD + "1. OPENING\n• Akkoord.\n\nDiscussie\n\nInzet plekken:\n• Geen oordeel.\n"
    )
    assert minutes.blocks[-1].sub_heading == "Inzet plekken"


def test_a_sub_heading_ends_with_its_agenda_item() -> None:
    minutes = recognise(HEAD + "1. OPENING\nInzet:\n• Een.\n2. GOVERNANCE\n• Twee.\n")
    assert [block.sub_heading for block in minutes.blocks] == ["Inzet", None]


def test_headings_without_number_are_items_where_no_item_has_one() -> None:
    minutes = recognise(
        HEAD + "Opening en verslag\n• Akkoord.\nKosten:\n• Hoog.\nVervolg: eerste stap\n• Ja.\n"
    )
    assert [item.heading for item in minutes.agenda_items] == [
        "Opening en verslag",
        "Vervolg: eerste stap",
    ]
    assert [block.sub_heading for block in minutes.blocks] == [None, "Kosten", None]
    assert len(minutes.meeting.attendees) == 6


def test_running_heads_and_feet_enter_no_block() -> None:
    foot = "   Pagina {} van 3\n\nDirectoraat-Generaal\nMigratie\n\nDatum\n11 maart 2022\n\n"
    minutes = recognise(
        foot.format(1) + HEAD + "1. OPENING\n• Er is een tekort aan plekken en\n",
        foot.format(2) + "dat blijft zo.\n• Tweede punt.\n",
        foot.format(3) + "• Derde punt.\n",
    )
    assert words(minutes) == [
        "Er is een tekort aan plekken en dat blijft zo.",
        "Tweede punt.",
        "Derde punt.",
    ]
    assert minutes.labels == {1: "1", 2: "2", 3: "3"}


def test_a_line_that_comes_back_on_most_pages_is_a_running_head() -> None:
    pages = [f"{n}\nProvincie Elders\n\n• Punt {n} is besproken." for n in (1, 2, 3)]
    assert words(recognise(*pages)) == [f"Punt {n} is besproken." for n in (1, 2, 3)]


def test_a_sentence_that_comes_back_is_no_running_head() -> None:
    pages = [f"Provincie Elders\nPunt {n}.\nDe raad stemt in." for n in (1, 2, 3)]
    assert sum("De raad stemt in." in text for text in words(recognise(*pages))) == 3


COUNCIL = """\
Vergadering
gemeenteraad Elders
gehouden op
donderdag 9 januari 2025

Presentielijst

Aanwezig zijn 2 leden: Eik (PvdX), Van
Linden (Groen).

Aan de orde is:

A. Vaststelling agenda.

De voorzitter. Kunt u instemmen?

Anna van Linden (Groen). Ja, dat kan ik heel goed, want er staat veel op deze lange agenda.
Toch mis ik iets.

Aan de orde is:

B.1 Voorstel van het college inzake
opvang (RIS1)

Mevrouw Eik. Wij zijn voor.

De vergadering wordt geschorst.
"""


def test_council_minutes_have_items_and_speakers() -> None:
    minutes = recognise(COUNCIL)
    assert minutes.layout is Layout.COUNCIL
    assert minutes.title == "Vergadering gemeenteraad Elders"
    assert minutes.meeting.date_guess == date(2025, 1, 9)
    assert minutes.meeting.attendees[1] == Attendee("Van Linden", "Groen")
    assert [(item.label, item.title) for item in minutes.agenda_items] == [
        ("A", "Vaststelling agenda"),
        ("B.1", "Voorstel van het college inzake opvang (RIS1)"),
    ]
    speeches = [block for block in minutes.blocks if block.kind is PassageKind.SPEECH]
    assert [block.speaker for block in speeches] == [
        "De voorzitter",
        "Anna van Linden (Groen)",
        "Mevrouw Eik",
    ]
    assert words(minutes)[-1] == "De vergadering wordt geschorst."


def test_what_is_not_recognised_is_headings_and_paragraphs() -> None:
    minutes = recognise("Notitie over opvang\n\nDe eerste alinea.\n\nDe tweede alinea.\n")
    assert minutes.layout is Layout.PLAIN
    assert words(minutes)[-2:] == ["De eerste alinea.", "De tweede alinea."]


def test_an_impossible_date_is_kept_as_printed_and_not_guessed() -> None:
    minutes = recognise(HEAD.replace("3 maart 2022", "31 februari 2022") + "1. OPENING\n• Ja.\n")
    assert minutes.meeting.date_guess is None
    assert minutes.meeting.date_text == "31 februari 2022"


def test_printed_numbers_of_a_part_count_its_own_pages_or_those_of_the_file() -> None:
    for first in (1, 37):
        texts = [f"Verslag\nPunt {n} is besproken en akkoord.\n{first + n}" for n in range(3)]
        pages = [Page(n, None, text) for n, text in enumerate(texts, start=37)]
        minutes = recognise_minutes(pages)
        assert minutes.labels == {37 + n: str(first + n) for n in range(3)}
        assert not any(word.isdigit() for text in words(minutes) for word in text.split()[-1:])


def test_the_rows_of_a_decision_list_are_paragraphs_of_their_own() -> None:
    minutes = recognise(
        "Besluitenlijst\nRaad\nPunt Omschrijving Besluit\nA Vaststelling agenda Conform\n"
        "F.1 Voorstel van het college over een plein met een lange naam en een plan\n(RIS1)\n"
        "Aangenomen\n320001 Motie F.2 Meer bomen Verworpen\n"
    )
    assert words(minutes)[-3:] == [
        "A Vaststelling agenda Conform",
        "F.1 Voorstel van het college over een plein met een lange naam en een plan (RIS1) "
        "Aangenomen",
        "320001 Motie F.2 Meer bomen Verworpen",
    ]
