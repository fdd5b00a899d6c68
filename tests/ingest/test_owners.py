"""Who is named in a list of names."""

import pytest

from ingest.owners import owners_in


@pytest.mark.parametrize(
    ("names", "owners"),
    [
        ("BZK", ("BZK",)),
        ("MBZK en Aedes", ("BZK", "Aedes")),
        ("CDK´s, JenV en het secretariaat", ("CdK", "JenV", "secretariaat")),
        ("DT&V en Asiel en Migratie", ("DT&V", "AenM")),
        ("BZK/VNG", ("BZK", "VNG")),
        ("VNG en de VNG", ("VNG",)),
        ("werkgroep Opvang", ("werkgroep Opvang",)),
    ],
)
def test_owners(names: str, owners: tuple[str, ...]) -> None:
    assert owners_in(names) == owners
