import pytest

from lrt_search.glossary import glossary


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("VNG", "VNG"),
        ("De VNG", "VNG"),
        ("SJenV", "JenV"),
        ("MBZK", "BZK"),
        ("CDK´s", "CdK"),
        ("CdK’s", "CdK"),
        ("Interprovinciaal Overleg", "IPO"),
        ("het Veiligheidsberaad", "VB"),
    ],
)
def test_an_organisation_is_known_by_each_of_its_names(written: str, short: str) -> None:
    found = glossary().organisation(written)
    assert found is not None
    assert found.short == short


@pytest.mark.parametrize("written", ["", "gemeente", "secretariaat", "Van der Burg", "PRT"])
def test_what_is_no_organisation_for_sure_is_left_alone(written: str) -> None:
    assert glossary().organisation(written) is None


def test_no_name_means_two_things() -> None:
    known = glossary()
    names = [
        name.casefold()
        for entry in (*known.organisations, *known.abbreviations)
        for name in entry.dutch
    ]
    assert len(names) == len(set(names))
    assert all(entry.source for entry in (*known.organisations, *known.abbreviations))
