"""A file name tells of a person only where it has an address, a number or a name."""

import pytest

from ingest.file_names import private_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("brief aan mevr. Eikenhout.pdf", ["Eikenhout"]),
        ("brief-aan-mevrouw-van-der-eikenhout.pdf", ["eikenhout"]),
        ("dhr_Eikenhout.pdf", ["Eikenhout"]),
        ("dhr.Eikenhout.docx", ["Eikenhout"]),
        ("verslag de heer P. Eikenhout", ["Eikenhout"]),
        ("mw J.A. de Eik-Hout 2.pdf", ["Eik"]),
        ("mail van Eikenhout 3 mei.pdf", ["Eikenhout"]),
        ("brief aan Eikenhout.pdf", ["Eikenhout"]),
        ("p.eikenhout@voorbeeld.example.pdf", ["p.eikenhout@voorbeeld.example"]),
        ("zaak 111222333.pdf", ["111222333"]),
        ("zaak_111.222.333_.pdf", ["111222333"]),
        ("NL91 ABNA 0417 1643 00.pdf", ["NL91ABNA0417164300"]),
        ("06-12345678.pdf", ["0612345678"]),
        ("+31 (0)70 3456789 terugbellen.pdf", ["+31703456789"]),
    ],
)
def test_what_tells_of_a_person_is_found(name: str, words: list[str]) -> None:
    assert private_words(name) == words


@pytest.mark.parametrize(
    "name",
    [
        "Brief aan Tweede Kamer.pdf",
        "brief van VNG.pdf",
        "Brief aan College van B&W.pdf",
        "brief-aan-de-gemeenteraad.pdf",
        "motie-mevrouw-de-voorzitter.pdf",
        "Verslag heer en meester.pdf",
        "Heerenveen en Heerlen 2023.pdf",
        "20250123 notulen LRT.pdf",
        "1259560__besluitenlijst-15091276-20250123-besluitenlijst.pdf",
        "zaak 111222334.pdf",
        "NL91ABNA0417164301.pdf",
        "UPPER naam met spaties & ëéï (kopie).PDF",
        "111222333ab44.pdf",
        "",
    ],
)
def test_an_ordinary_name_tells_of_nobody(name: str) -> None:
    assert private_words(name) == []
