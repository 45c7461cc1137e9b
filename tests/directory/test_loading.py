"""Loading places and Musterland again: in place, with the same rows, and never over what somebody
wrote.
"""

from io import StringIO

from django.core.management import call_command

from nahtlos.directory.actions import edit_offer
from nahtlos.directory.models import Offer, SearchTerm, VisitingFact
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.actions import edit_organisation
from nahtlos.organisations.models import ContactPerson, Organisation, Postcode, Prison, Site
from tests.cast import FOREIGN, actor, organisation, organisation_id

COUNTED = (Organisation, Site, Prison, Postcode, Offer, SearchTerm, VisitingFact, ContactPerson)


def _load() -> None:
    call_command("load_places", stdout=StringIO())
    call_command("load_world", stdout=StringIO())


def _rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}  # type: ignore[attr-defined]


def test_the_real_places_are_there(db: None) -> None:
    assert Postcode.objects.exclude(land="MU").count() == 8322
    assert Prison.objects.exclude(run_by="MU").count() == 196
    # Beside the two houses of the tests.
    muster = Prison.objects.filter(run_by="MU").exclude(xjustiz_id__startswith="T-")
    assert muster.count() == 23
    heidering = Prison.objects.select_related("site").get(short_name="JVA Heidering")
    assert (heidering.run_by_id, heidering.site.land_id) == ("BE", "BB")


def test_loading_again_changes_no_number_and_no_identity(committing: None) -> None:
    before, ids = _rows(), set(Organisation.objects.values_list("pk", "slug"))
    offers = set(Offer.objects.values_list("pk", "slug"))
    _load()
    assert _rows() == before
    assert set(Organisation.objects.values_list("pk", "slug")) == ids
    assert set(Offer.objects.values_list("pk", "slug")) == offers


def test_what_an_organisation_wrote_itself_stays(committing: None) -> None:
    cem = actor("cem")
    with tenant(organisation_id(FOREIGN)):
        offer = Offer.objects.filter(organisation=organisation(FOREIGN), state="published")[0]
        edit_offer(actor=cem, offer=offer, values={"title": "Von uns"}, version=offer.version)
        edit_organisation(
            actor=cem,
            organisation=organisation(FOREIGN),
            values={"about": "Das sind wir."},
            version=version_of(organisation(FOREIGN)),
        )
    _load()
    assert Offer.objects.get(pk=offer.pk).title == "Von uns"
    assert organisation(FOREIGN).about == "Das sind wir."


def test_a_changed_fact_is_updated_in_place(committing: None) -> None:
    prison = Prison.objects.select_related("site").exclude(run_by="MU")[0]
    with tenant(prison.organisation_id):
        Site.objects.filter(pk=prison.site_id).update(city="Falsch")
    _load()
    assert Site.objects.get(pk=prison.site_id).city != "Falsch"
