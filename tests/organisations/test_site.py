"""The sites of an organisation: added once, changed in place, seen by everybody."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations import actions
from nahtlos.organisations.models import Site
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.samples import site
from tests.test_access_matrix import writes
from tests.world import SITE

NEW = "/intern/organisation/standort/neu/"


def url(one: Site) -> str:
    """The page that changes it."""
    return f"/intern/organisation/standort/{one.slug}/"


def filled_in(**values: str) -> dict[str, str]:
    """The form of a new site."""
    return {
        "name": "Haus am Hafen",
        "street": "Am Kai 4",
        "postcode": "00120",
        "city": "Musterstadt",
        "phone": "030 23125-401",
        "stamp": stamps.issue(),
        **values,
    }


def changed_to(one: Site, **values: str) -> dict[str, str]:
    """The form of an existing site."""
    return filled_in(version=version_of(one), **values)


def test_a_new_site_is_on_the_map_and_public(as_: Callable[[str], Client]) -> None:
    with recorded() as found:
        page = Page(as_("fritz").post(NEW, filled_in(), follow=True))
    assert "Der Standort ist gespeichert." in page.text
    one = Site.objects.get(name="Haus am Hafen")
    assert (one.organisation_id, one.land_id, one.address.checked_on) == (
        organisation_id(),
        "MU",
        today(),
    )
    assert one.lat is not None
    assert "Haus am Hafen" in Page(Client().get(f"/organisation/{organisation().slug}/")).text
    assert said(found) == [("created", "site", one.slug)]
    assert_by(found, "fritz", "Haus am Hafen", "Kai")


def test_two_clicks_make_one_site(as_: Callable[[str], Client]) -> None:
    client, typed = as_("fritz"), filled_in()
    for _ in range(2):
        assert client.post(NEW, typed)["Location"] == "/intern/organisation/"
    assert Site.objects.filter(name="Haus am Hafen").count() == 1


def test_two_sites_of_one_name_get_two_addresses(as_: Callable[[str], Client]) -> None:
    client = as_("fritz")
    client.post(NEW, filled_in())
    there = str(Site.objects.get(name="Haus am Hafen").pk)
    client.post(NEW, filled_in(trotzdem=there))
    slugs = set(Site.objects.filter(name="Haus am Hafen").values_list("slug", flat=True))
    assert slugs == {"haus-am-hafen", "haus-am-hafen-2"}


def test_a_site_is_changed_in_place(as_: Callable[[str], Client]) -> None:
    one, client = site(HOME), as_("fritz")
    page = Page(client.get(url(one)))
    assert page.typed("name") == one.name
    with recorded() as found:
        client.post(url(one), changed_to(one, name="Haus am Deich", access_note="Aufzug"))
    changed = Site.objects.get(pk=one.pk)
    assert (changed.name, changed.slug, changed.access_note) == (
        "Haus am Deich",
        one.slug,
        "Aufzug",
    )
    assert said(found) == [("changed", "site", one.slug)]
    assert_by(found, "fritz", "Deich")


def test_who_saves_second_overwrites_nobody_and_sees_both(as_: Callable[[str], Client]) -> None:
    one, client = site(HOME), as_("fritz")
    as_("role:org_admin").post(url(one), changed_to(one, name="Ihr Haus"))
    page = Page(client.post(url(one), changed_to(one, name="Mein Haus")))
    assert page.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in page.text
    assert "Ihr Haus Mein Haus" in page.text
    assert page.typed("name") == "Mein Haus"
    assert Site.objects.get(pk=one.pk).name == "Ihr Haus"
    client.post(url(one), filled_in(name="Mein Haus", version=str(page.typed("version"))))
    assert Site.objects.get(pk=one.pk).name == "Mein Haus"


def test_colleagues_read_and_strangers_do_not_find_it(as_: Callable[[str], Client]) -> None:
    for who in ("aylin", "helga", "guel"):
        for address in (NEW, url(site(HOME))):
            assert as_(who).get(address).status_code == 403
            assert as_(who).post(address, filled_in()).status_code == 403
        with tenant(organisation_id()), pytest.raises(PermissionDenied):
            actions.save_site(actor=actor(who), site=None, values={"name": "x"})
    for nothing in (url(site(FOREIGN)), "/intern/organisation/standort/gibt-es-nicht/"):
        assert as_("fritz").get(nothing).status_code == 404
        assert as_("fritz").post(nothing, filled_in()).status_code == 404
    assert site(FOREIGN).name == f"{SITE} {FOREIGN}"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Bitte füllen Sie dieses Feld aus."),
        ("name", "x" * 10_000, "Bitte schreiben Sie kürzer"),
        ("street", "x" * 10_000, "Bitte schreiben Sie kürzer"),
        ("postcode", "00999", "Diese Postleitzahl kennen wir nicht."),
        ("phone", "auf Anfrage", "Eine Telefonnummer besteht aus Ziffern"),
        ("email", "post@", "Das ist keine vollständige E-Mail-Adresse."),
        ("website", "file:///etc/passwd", "Das ist keine vollständige Internetadresse."),
        ("access_note", "x" * 10_000, "Bitte schreiben Sie kürzer"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    as_: Callable[[str], Client], field: str, value: str, sentence: str
) -> None:
    client = as_("fritz")
    for address in (NEW, url(site(HOME))):
        before = writes()
        page = Page(client.post(address, filled_in() | {field: value}))
        assert page.status == 422
        assert sentence in page.beside(field)
        assert page.typed(field) == value
        assert page.typed("city") == "Musterstadt"
        assert writes() == before


def test_a_form_that_was_open_too_long_is_kept_and_can_be_sent_again(
    as_: Callable[[str], Client],
) -> None:
    client = as_("fritz")
    page = Page(client.post(NEW, filled_in(stamp="erfunden")))
    assert page.status == 422
    assert "Dieses Formular war zu lange offen. Bitte senden Sie es noch einmal ab." in page.text
    assert page.typed("name") == "Haus am Hafen"
    stamp = page.typed("stamp")
    assert client.post(NEW, filled_in(stamp=str(stamp)))["Location"] == "/intern/organisation/"
