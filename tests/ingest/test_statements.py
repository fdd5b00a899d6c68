"""Recognising statements: small made-up minutes in, who decides, has to do, promises and asks out.

How often the rules are right on judged minutes is measured in ``tests/quality``.
"""

from datetime import date

import pytest

from ingest.minutes import recognise_minutes
from ingest.passages import cut_passages
from ingest.statement_rules import RULES
from ingest.statements import recognise_statements
from lrt_search.domain import Page
from lrt_search.statements import DecisionOutcome, Statement, StatementKind

HEAD = (
    "Landelijke Regietafel Migratie en Integratie\nVergaderdatum 3 maart 2022, 8:30 – 9.15 uur\n"
    "Aanwezig Dhr. Eik (SJenV), Mevr. Linde (VNG)\n\n"
)


def statements(body: str, head: str = HEAD) -> tuple[Statement, ...]:
    pages = [Page(1, None, head + body)]
    minutes = recognise_minutes(pages)
    found = recognise_statements("d", cut_passages("d", pages, minutes), pages, minutes)
    for one in found:
        assert one.text == "\n".join(pages[0].text[span.start : span.end] for span in one.spans)
    return found


def of(*bullets: str) -> tuple[Statement, ...]:
    return statements("1. OPENING\n" + "".join(f"• {bullet}\n" for bullet in bullets))


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Verslag van 17 september akkoord", DecisionOutcome.ADOPTED),
        ("Het verslag van 24 juni wordt ongewijzigd vastgesteld.", DecisionOutcome.ADOPTED),
        ("Besloten wordt dat stukken een week vooraf komen.", DecisionOutcome.ADOPTED),
        ("Er wordt besloten een werkgroep in te stellen.", DecisionOutcome.ADOPTED),
        ("De LRT stemt in met het voorstel.", DecisionOutcome.ADOPTED),
        ("De tafel is akkoord met de brief.", DecisionOutcome.ADOPTED),
        ("Het voorstel van IPO wordt aangehouden tot mei.", DecisionOutcome.DEFERRED),
        ("Het verzoek om uitstel wordt verworpen.", DecisionOutcome.REJECTED),
        ("De regietafel wijst het verzoek af.", DecisionOutcome.REJECTED),
    ],
)
def test_a_decision_has_an_outcome(sentence: str, outcome: DecisionOutcome) -> None:
    (found,) = of(sentence)
    assert (found.kind, found.outcome, found.text) == (StatementKind.DECISION, outcome, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Er is nog geen besluit genomen.",
        "Geen besluit.",
        "Over de dekking is nog geen akkoord.",
        "Als de raad instemt, wordt het voorstel aangenomen.",
        "De wet is met een krappe meerderheid aangenomen.",
        "SJenV wil in mei een besluit nemen.",
        "Het kader is door VB vastgesteld.",
        "Mocht het voorstel worden aangenomen, dan volgt een brief.",
    ],
)
def test_what_is_not_decided_is_no_decision(sentence: str) -> None:
    assert [one for one in of(sentence) if one.kind is StatementKind.DECISION] == []


@pytest.mark.parametrize(
    ("bullet", "owners", "text"),
    [
        ("Actie COA: deelt de lijst met gemeenten.", ("COA",), None),
        (
            "Verzoek om de brief voor alle gemeenten op te pakken en te versturen. Actie BZK.",
            ("BZK",),
            None,
        ),
        (
            "VNG stemt in. BZK en Aedes pakken dit de komende weken samen verder op. Actie BZK en "
            "Aedes",
            ("BZK", "Aedes"),
            "BZK en Aedes pakken dit de komende weken samen verder op. Actie BZK en Aedes",
        ),
        (
            "De VNG is tegen. Actie VNG en JenV: brief.",
            ("VNG", "JenV"),
            "Actie VNG en JenV: brief.",
        ),
        ("Actie CDK: ´s communiceert met de collega’s.", ("CdK",), None),
        ("De lijst gaat rond (actie: VNG en IPO).", ("VNG", "IPO"), None),
        ("Actie: JenV, VNG en COA: een gezamenlijke brief.", ("JenV", "VNG", "COA"), None),
    ],
)
def test_an_action_item_has_all_its_owners(
    bullet: str, owners: tuple[str, ...], text: str | None
) -> None:
    (found,) = [one for one in of(bullet) if one.kind is StatementKind.ACTION_ITEM]
    assert found.owners == owners
    assert found.quotation == (text or bullet)


def test_the_word_action_alone_is_no_action_item() -> None:
    kinds = {one.kind for one in of("Belangrijkste actie is de uitstroom.", "Actie is nodig.")}
    assert StatementKind.ACTION_ITEM not in kinds


def test_bullets_under_a_heading_of_actions() -> None:
    found = statements(
        "1. OPENING\nActies:\n• COA stuurt de lijst voor 1 mei.\n• JenV en VNG: gesprek plannen.\n"
        "• Brief aan de Kamer (BZK)\n"
    )
    assert [(one.owners, one.rule) for one in found] == [
        (("COA",), "action-list"),
        (("JenV", "VNG"), "action-list"),
        (("BZK",), "action-list"),
    ]
    assert (found[0].due_text, found[0].due_date_guess) == ("voor 1 mei", date(2022, 4, 30))


def test_an_action_list_in_a_table() -> None:
    found = statements(
        "1. OPENING\n• Akkoord.\n2. ACTIELIJST\nNr Actie Wie Wanneer\n"
        "1 Brief aan de gemeenten over de opvang BZK en VNG 1 mei 2022\n"
        "2 Overzicht van de locaties COA eind juni 2022\n"
    )
    assert [
        (one.owners, one.due_date_guess) for one in found if one.kind is StatementKind.ACTION_ITEM
    ] == [(("BZK", "VNG"), date(2022, 5, 1)), (("COA",), date(2022, 6, 30))]


@pytest.mark.parametrize(
    ("sentence", "owners", "rule"),
    [
        ("SJenV zegt toe de Kamer te informeren.", ("JenV",), "promise"),
        ("Mevr. Linde (VNG) zegt beide toe.", ("VNG",), "promise"),
        ("MBZK zal de lijst delen.", ("BZK",), "promise"),
        ("Toegezegd wordt dat de prognose wordt uitgesplitst.", (), "promise"),
        ("COA past de planning aan.", ("COA",), "undertaking"),
        ("VNG en MBZK maken hiervoor een lijst.", ("VNG", "BZK"), "undertaking"),
        ("BZK en Aedes pakken dit gezamenlijk op.", ("BZK", "Aedes"), "undertaking"),
        ("Dat laatste neemt JenV over in de uitwerking.", ("JenV",), "undertaking"),
    ],
)
def test_a_commitment(sentence: str, owners: tuple[str, ...], rule: str) -> None:
    (found,) = of(sentence)
    assert (found.kind, found.owners, found.rule) == (StatementKind.COMMITMENT, owners, rule)


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("VNG vraagt om een bredere brief.", ()),
        ("De LRT vraagt Aedes een lijst te maken.", ("Aedes",)),
        ("IPO verzoekt dat overschot te belonen.", ()),
        ("SJenV roept op locaties tijdig te melden.", ()),
        ("VB ziet graag dat de plekken apart staan.", ()),
        ("Verzoek om op te pakken.", ()),
    ],
)
def test_a_request(sentence: str, owners: tuple[str, ...]) -> None:
    (found,) = of(sentence)
    assert (found.kind, found.owners) == (StatementKind.REQUEST, owners)


@pytest.mark.parametrize(
    ("sentence", "speaker", "organisation"),
    [
        ("SJenV stelt dat het doel nabij is.", "SJenV", "JenV"),
        ("De VNG is geen voorstander van deze actie.", "De VNG", "VNG"),
        ("Dhr. Eik (COA) ziet een risico.", "Dhr. Eik (COA)", "COA"),
        ("Mevrouw Linde vindt dat te vroeg.", "Mevrouw Linde", "VNG"),
        ("Volgens Aedes is er te weinig grond.", "Aedes", "Aedes"),
        ("Onderbouwing is nodig, stelt BZK.", "BZK", "BZK"),
        ("COA: de bezetting is 98%.", "COA", "COA"),
        ("Dit wordt door SJenV onderschreven.", "SJenV", "JenV"),
        ("VNG vraagt hoe dit hierin past.", "VNG", "VNG"),
        ("IPO en CdK’s willen dat de provincie dit doet.", "IPO en CdK’s", None),
        ("XYZ vindt dat te vroeg.", "XYZ", None),
    ],
)
def test_a_position_has_its_speaker(sentence: str, speaker: str, organisation: str | None) -> None:
    (found,) = of(sentence)
    assert (found.kind, found.speaker) == (StatementKind.POSITION, speaker)
    assert found.speaker_organisation == organisation


def test_a_pronoun_is_the_speaker_of_the_sentence_before() -> None:
    first, second = of("Mevr. Linde (VNG) ziet een risico. Zij pleit voor een pakket.")
    assert (second.speaker, second.speaker_organisation) == ("Mevr. Linde (VNG)", "VNG")


def test_ids_outlive_another_line_break() -> None:
    (one,) = of("VNG vraagt om een bredere brief.")
    (other,) = of("VNG vraagt om\neen bredere brief.")
    assert one.statement_id == other.statement_id


def test_decision_list() -> None:
    found = statements(
        "A Vaststelling agenda Conform\nF.1 Voorstel over een plein\n(RIS1)\nAangenomen\n"
        "320001 Motie F.2 Meer bomen Verworpen\n320002 Aangehouden Motie F.3 Minder bomen -\n"
        "320003 Ingetrokken Motie F.4 Geen bomen -\n",
        head="Besluitenlijst\nRaad\nPunt Omschrijving Besluit\n",
    )
    assert [(one.quotation, one.outcome) for one in found] == [
        ("A Vaststelling agenda Conform", DecisionOutcome.ADOPTED),
        ("F.1 Voorstel over een plein (RIS1) Aangenomen", DecisionOutcome.ADOPTED),
        ("320001 Motie F.2 Meer bomen Verworpen", DecisionOutcome.REJECTED),
        ("320002 Aangehouden Motie F.3 Minder bomen -", DecisionOutcome.DEFERRED),
    ]


def test_council_minutes_with_votes_speakers_and_a_motion() -> None:
    found = statements(
        "Aan de orde is:\nA Opening\n\nDe voorzitter. Welkom.\n\nAan de orde is:\nB Plein\n\n"
        "Eva Linde (Groen). Voorzitter. Wij steunen dit voorstel.\n\n"
        "Wethouder Eik (Groen). Dat zeg ik graag toe. Als u de motie aanhoudt, zeg ik dat toe.\n\n"
        "Verzoekt het college:\n\nbomen te planten.\n\nEn gaat over tot de orde van de dag.\n\n"
        "De voorzitter. De motie wordt verworpen met 14 tegen 31 stemmen.\n",
        head="Vergadering\ngemeenteraad Bosdorp\ngehouden op 9 januari 2025\n\n",
    )
    assert [(one.kind.value, one.text, one.speaker or one.owners) for one in found] == [
        ("position", "Wij steunen dit voorstel.", "Eva Linde (Groen)"),
        ("commitment", "Dat zeg ik graag toe.", "Wethouder Eik (Groen)"),
        ("request", "bomen te planten.", ("college",)),
        ("decision", "De motie wordt verworpen met 14 tegen 31 stemmen.", ()),
    ]


def test_a_motion_asks_what_stands_between_its_heading_and_the_order_of_the_day() -> None:
    found = statements(
        "De raad van de gemeente Bosdorp, in vergadering bijeen,\n\nconstaterende, dat:\n"
        "▪ er weinig bomen zijn; verzoekt het college:\n▪ bomen te planten,\n\n"
        "en gaat over tot de orde van de dag.\n",
        head="Motie: Meer bomen\n\n",
    )
    assert [(one.quotation, one.owners) for one in found] == [("bomen te planten,", ("college",))]


def test_a_plain_bullet_list() -> None:
    found = statements(
        "• Verslag akkoord\n• VNG vindt het plan te vroeg.\n• Actie BZK: brief sturen.\n",
        head="Overleg opvang, 3 maart 2022\n\n",
    )
    assert [one.kind.value for one in found] == ["decision", "position", "action_item"]


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
