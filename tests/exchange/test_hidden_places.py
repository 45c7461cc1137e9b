"""What an organisation keeps to itself does not come into the directory by way of a table."""

import pytest

from nahtlos.exchange.models import Outcome
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations import actions
from nahtlos.organisations.models import Site
from tests.cast import actor, organisation_id
from tests.exchange.importing import looked_at

HEADER = "Titel;Thema;Standort;Straße;PLZ;Ort;Kurzbeschreibung\n"


@pytest.fixture
def hidden(db: None) -> Site:
    """A site whose street nobody outside knows."""
    told = {
        "name": "Schutzhaus",
        "street": "Verschwiegene Gasse 7",
        "postcode": "50679",
        "city": "Köln",
        "confidential": True,
    }
    with tenant(organisation_id()):
        return actions.save_site(actor=actor("role:org_admin"), site=None, values=told)


def faults(line: str) -> list[str]:
    """The sentences about the only row of a table."""
    _, seen = looked_at(HEADER + line)
    (row,) = seen.lines
    assert row.outcome == Outcome.BAD
    return [fault.sentence for fault in row.read.faults]


def test_a_confidential_street_in_a_table_adds_no_open_site(hidden: Site) -> None:
    before = Site.objects.count()
    said = faults("Bett;;;Verschwiegene Gasse 7;50679;Köln;Ein Satz\n")
    assert "Diese Adresse ist vertraulich. Bitte nennen Sie nur den Standort." in said
    assert Site.objects.count() == before


def test_a_text_of_a_table_does_not_tell_the_street_of_its_confidential_site(hidden: Site) -> None:
    said = faults("Bett;;Schutzhaus;;;;Klingeln: Verschwiegene Gasse, zweiter Stock\n")
    assert said == ["Hier steht die vertrauliche Straße. Bitte nehmen Sie sie heraus."]
