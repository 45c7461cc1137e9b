"""What an organisation says of itself: changed by its administration, read by all, confirmed with a
date.
"""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations import actions
from nahtlos.organisations.models import Organisation
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes

OWN = "/intern/organisation/"
EDIT = "/intern/organisation/bearbeiten/"
CONFIRM = "/intern/organisation/bestaetigen/"
READERS = ("aylin", "helga", "guel")
NAMES = "Şahin Łukasz Ї محمد 😀"


def typed(**values: str) -> dict[str, str]:
    """The form as it stands, with VALUES typed over it."""
    one = organisation()
    return {
        "name": one.name,
        "about": one.about,
        "street": one.street,
        "postcode": one.postcode,
        "city": one.city,
        "phone": one.phone,
        "email": one.email,
        "website": one.website,
        "version": version_of(one),
        **values,
    }


def public() -> Page:
    """Its public page."""
    return Page(Client().get(f"/organisation/{organisation().slug}/"))


def test_what_is_changed_is_public_at_once_and_confirmed_today(
    as_: Callable[[str], Client],
) -> None:
    page = Page(as_("fritz").post(EDIT, typed(about="Wir gehen mit."), follow=True))
    assert page.heading() == "Wegbegleitung Musterland"
    assert "Gespeichert. Die Angaben gelten als heute geprüft." in page.text
    assert "Wir gehen mit." in public().text
    facts = organisation().facts
    assert (facts.checked_on, facts.checked_by, str(facts.state)) == (
        today(),
        "die Organisation selbst",
        "confirmed",
    )


def test_the_chain_says_which_fields_and_not_what(as_: Callable[[str], Client]) -> None:
    with recorded() as found:
        as_("fritz").post(EDIT, typed(about="Wir gehen mit.", phone="030 23125-400"))
    assert said(found) == [("changed", "organisation", organisation().slug)]
    assert found[0].detail == '{"fields":["about","phone"]}'
    assert_by(found, "fritz", "Wir gehen mit.", "23125")


def test_a_new_postcode_moves_the_pin_and_none_takes_it_off_the_map(
    as_: Callable[[str], Client],
) -> None:
    client = as_("fritz")
    client.post(EDIT, typed(postcode="00120", city="Musterstadt"))
    there = organisation()
    assert (there.land_id, there.lat is not None) == ("MU", True)
    client.post(EDIT, typed(postcode="", city="Gibtesnicht"))
    assert (organisation().lat, organisation().lon) == (None, None)


def test_confirming_renews_the_date_and_changes_nothing_else(as_: Callable[[str], Client]) -> None:
    with tenant(organisation_id()):
        one = organisation()
        one.facts_checked_on = None
        one.save()
    before = Organisation.objects.filter(pk=organisation_id()).values().get()
    with recorded() as found:
        page = Page(as_("fritz").post(CONFIRM, follow=True))
    assert "Danke. Die Angaben gelten als heute geprüft." in page.text
    after = Organisation.objects.filter(pk=organisation_id()).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {
        "changed_at",
        *("facts_source", "facts_checked_on", "facts_checked_by", "facts_state"),
    }
    assert organisation().facts.checked_on == today()
    assert said(found) == [("confirmed", "organisation", organisation().slug)]
    assert_by(found, "fritz")


def test_confirming_with_yesterdays_state_takes_nothing_back(as_: Callable[[str], Client]) -> None:
    yesterdays = organisation()
    as_("fritz").post(EDIT, typed(about="Wir gehen mit."))
    with tenant(organisation_id()):
        actions.confirm_organisation(actor=actor("fritz"), organisation=yesterdays)
    assert organisation().about == "Wir gehen mit."


def test_who_saves_second_overwrites_nobody_and_sees_both(as_: Callable[[str], Client]) -> None:
    mine, hers = typed(about="Mein Satz.", city="Musterwald"), typed(about="Ihr Satz.")
    client = as_("fritz")
    as_("role:org_admin").post(EDIT, hers)
    page = Page(client.post(EDIT, mine))
    assert page.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in page.text
    assert page.typed("about") == "Mein Satz."
    table = page.text[page.text.index("Jetzt gespeichert") :]
    assert "Worum kümmern Sie sich? (in zwei, drei Sätzen) Ihr Satz. Mein Satz." in table
    assert organisation().about == "Ihr Satz."
    client.post(EDIT, mine | {"version": page.typed("version")})
    assert (organisation().about, organisation().city) == ("Mein Satz.", "Musterwald")


def test_a_mistyped_field_does_not_hide_that_somebody_was_faster(
    as_: Callable[[str], Client],
) -> None:
    mine, client = typed(about="Mein Satz.", phone="abends"), as_("fritz")
    as_("role:org_admin").post(EDIT, typed(about="Ihr Satz."))
    first = Page(client.post(EDIT, mine))
    assert first.beside("phone")
    again = client.post(EDIT, mine | {"phone": "", "version": first.typed("version")})
    assert again.status_code == 422
    assert organisation().about == "Ihr Satz."


@pytest.mark.parametrize("version", ["", "gestern", "2026-01-01T00:00:00+00:00", "\x00"])
def test_without_the_state_it_was_made_from_nothing_is_saved(
    as_: Callable[[str], Client], version: str
) -> None:
    before = organisation().about
    page = Page(as_("fritz").post(EDIT, typed(about="Mein Satz.", version=version)))
    assert (page.status, organisation().about) == (422, before)


def test_colleagues_read_and_do_not_write(as_: Callable[[str], Client]) -> None:
    for who in READERS:
        client = as_(who)
        assert "Wegbegleitung Musterland" in Page(client.get(OWN)).text
        assert EDIT not in Page(client.get(OWN)).links()
        for response in (client.get(EDIT), client.post(EDIT, typed(about="x"))):
            assert response.status_code == 403
            assert "ändert die Verwaltung" in Page(response).text
        assert client.post(CONFIRM).status_code == 403
        with tenant(organisation_id()), pytest.raises(PermissionDenied):
            actions.edit_organisation(
                actor=actor(who),
                organisation=organisation(),
                values={"about": "x"},
                version=version_of(organisation()),
            )
    assert organisation().about != "x"


def test_one_writes_ones_own_organisation_only(as_: Callable[[str], Client]) -> None:
    foreign = organisation(FOREIGN)
    as_("fritz").post(EDIT, {**typed(about="Von Fritz"), "id": str(foreign.pk), "slug": "x"})
    assert organisation(FOREIGN).about == foreign.about
    with tenant(organisation_id(HOME)), pytest.raises(Organisation.DoesNotExist):
        actions.edit_organisation(
            actor=actor("fritz"),
            organisation=foreign,
            values={"about": "Von Fritz"},
            version=version_of(foreign),
        )
    assert organisation(FOREIGN).about == foreign.about, "row-level security stops what slips by"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Bitte füllen Sie dieses Feld aus."),
        ("name", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 160 Zeichen."),
        ("about", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 2.000 Zeichen."),
        ("postcode", "99999", "Diese Postleitzahl kennen wir nicht. Sie hat fünf Ziffern."),
        ("postcode", "12", "Diese Postleitzahl kennen wir nicht. Sie hat fünf Ziffern."),
        ("postcode", "-1234", "Diese Postleitzahl kennen wir nicht. Sie hat fünf Ziffern."),
        ("city", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 80 Zeichen."),
        ("phone", "nachmittags", "Eine Telefonnummer besteht aus Ziffern"),
        ("phone", "😀😀😀😀😀", "Eine Telefonnummer besteht aus Ziffern"),
        ("email", "verein", "Das ist keine vollständige E-Mail-Adresse."),
        ("website", "nur so", "Das ist keine vollständige Internetadresse."),
        ("website", "javascript:alert(1)", "Das ist keine vollständige Internetadresse."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    as_: Callable[[str], Client], field: str, value: str, sentence: str
) -> None:
    client = as_("fritz")
    before = writes()
    page = Page(client.post(EDIT, typed(about="Halb fertig.") | {field: value}))
    assert page.status == 422
    assert sentence in page.beside(field)
    assert page.typed(field) == value
    if field != "about":
        assert page.typed("about") == "Halb fertig."
    assert writes() == before


def test_names_of_any_script_and_markup_come_out_as_they_were_typed(
    as_: Callable[[str], Client],
) -> None:
    markup = "<script>alert('x')</script> & „Anführung“"
    as_("fritz").post(EDIT, typed(name=f"Verein {NAMES}", about=markup))
    page = public()
    assert page.heading() == f"Verein {NAMES}"
    assert markup in page.text
    assert "<script>alert" not in page.source
