"""What looks like written language is usable, and what came out of a broken font is not."""

import pytest

from ingest.text_quality import USABLE, quality

DUTCH = (
    "De voorzitter opent de vergadering en heet de aanwezigen welkom. De VNG vraagt om meer "
    "flexwoningen; het COA geeft aan dat de opvang van ontheemden in de provincies onder druk "
    "staat. Afgesproken wordt dat het ministerie in het voorjaar een voorstel doet.\n"
)
ENGLISH = (
    "The chair opens the meeting and welcomes everybody. The municipalities ask for more housing, "
    "and the ministry will come with a proposal in spring, once the provinces have replied.\n"
)


@pytest.mark.parametrize(
    "text",
    [
        DUTCH,
        ENGLISH,
        "3",
        "",
        "Blanco pagina",
        "Dhr. Eik (VNG), mw. Wilg (IPO), dhr. B. Berk (COA), secr. JenV, SJenV, MBZK, DGM, LRT",
        "\n".join(f"Nr. {n}  1.2{n}3,45  {n}%  12-03-2024" for n in range(30)),
        "1. OPENING .................... 3\n2. ACTUALITEITEN .................... 4\n" * 6,
        "https://www.voorbeeld.nl/documenten/verslag-van-de-regietafel?bijlage=12&versie=3 " * 3,
        "Angstschreeuw, slechtstschrijvende, koffiezetapparaat, arbeidsmarktkrapte, zzp'ers. " * 3,
        "VERGADERING VAN DE LANDELIJKE REGIETAFEL MIGRATIE EN INTEGRATIE: BESLUITENLIJST " * 3,
        "Κατά τη συνεδρίαση αποφασίστηκε η κατασκευή νέων κατοικιών στις επαρχίες. " * 3,
        "▮ (VNG), ▮ (IPO), ▮ (COA), ▮ (JenV) en ▮ (BZK) zijn aanwezig bij de vergadering.",
        "\N{BULLET} A b c d e f: a b c, opsomming van onderdelen\n" + DUTCH,
    ],
)
def test_what_people_write_is_usable(text: str) -> None:
    assert quality(text) >= 90


@pytest.mark.parametrize(
    "text",
    [
        " ".join("  ".join(word) if len(word) < 2 else " ".join(word) for word in DUTCH.split()),
        DUTCH.replace(" ", ""),
        "".join(word.capitalize() for word in DUTCH.split()),
        "".join(chr(0xF000 + ord(char)) if char.isalpha() else char for char in DUTCH),
        "".join("\N{REPLACEMENT CHARACTER}" if char.isalpha() else char for char in DUTCH),
        "".join(f"(cid:{ord(char)})" for char in DUTCH),
        "".join(chr(ord(char) - 29) if char.isalpha() else char for char in DUTCH),
        "".join(chr(ord(char) + 3) if "a" <= char < "x" else char for char in DUTCH),
        "".join(chr(1 + ord(char) % 8) if char.isalpha() else char for char in DUTCH),
        "xrgtk bvwqs plmnd ghtrs wqrtp zxcvb klmnp dfghj qwrtp sdfgh zxcvt mnbvc lkjhg " * 2,
    ],
)
def test_what_comes_out_of_a_broken_font_is_not(text: str) -> None:
    assert quality(text) < USABLE


def test_a_text_that_is_spoilt_in_part_has_less_quality_than_a_whole_one() -> None:
    spoilt = "".join("\N{REPLACEMENT CHARACTER}" if char in "eé" else char for char in DUTCH)
    assert 0 < quality(spoilt) < quality(DUTCH)
