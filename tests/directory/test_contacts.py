"""Contact persons: a function first, a name second, and never more in public than was agreed."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations import actions
from nahtlos.organisations.models import ContactDetail, ContactPerson
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.people.test_roles import membership
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.samples import contact, site
from tests.test_access_matrix import writes
from tests.world import CONTACT, SECRET_MAIL, SECRET_NAME, SECRET_PHONE, SITE

NEW = "/intern/ansprechpersonen/neu/"
OWN = "/intern/organisation/"
NAME, PHONE, MAIL = "Wilma Wattwurm", "030 23125-777", "wilma@wattwurm.example"
DEPUTY = "Dörte Deich"


def url(one: ContactPerson, then: str = "") -> str:
    """The page of one, or its button THEN."""
    return f"/intern/ansprechpersonen/{one.code}/{then}"


def filled_in(**values: object) -> dict[str, object]:
    """The form of a new contact person whose name stays inside."""
    return {
        "function": "Ansprechperson Schulden",
        "topics": ["schuldnerberatung"],
        "name": NAME,
        "phone": PHONE,
        "email": MAIL,
        "deputy_function": "Leitung",
        "deputy_name": DEPUTY,
        "stamp": stamps.issue(),
        **values,
    }


def changed_to(one: ContactPerson, **values: object) -> dict[str, object]:
    """The form of an existing one."""
    return filled_in(version=version_of(one), **values)


def made(function: str = "Ansprechperson Schulden") -> ContactPerson:
    """The one with this function."""
    with tenant(organisation_id()):
        return ContactPerson.objects.select_related("detail").get(function=function)


def public_pages() -> dict[str, str]:
    """Every public page that shows contact persons of the home organisation, and its sheet."""
    slugs = Offer.objects.filter(organisation_id=organisation_id(), state="published")
    addresses = [f"/organisation/{organisation().slug}/", "/haftanstalt/jva-musterstadt/"]
    addresses += [f"/angebot/{slug}/" for slug in slugs.values_list("slug", flat=True)]
    addresses += [f"/en{address}" for address in addresses]
    return {address: Client().get(address).content.decode() for address in addresses}


def test_an_unpublished_name_is_sealed_and_on_no_public_page(as_: Callable[[str], Client]) -> None:
    page = Page(as_("helga").post(NEW, filled_in(), follow=True))
    assert "Die Ansprechperson ist gespeichert." in page.text
    assert NAME in page.text, "colleagues see it"
    one = made()
    assert (one.public_name, one.public_phone, one.public_email) == ("", "", "")
    assert (one.detail.name, one.detail.phone, one.detail.email) == (NAME, PHONE, MAIL)
    assert one.confirmed_on == today()
    pages = public_pages()
    assert "Ansprechperson Schulden" in pages[f"/organisation/{organisation().slug}/"]
    for address, source in pages.items():
        for secret in (NAME, "Wattwurm", "23125-777", MAIL, DEPUTY):
            assert secret not in source, f"{secret} stands on {address}"


def test_the_unpublished_contact_of_the_tests_is_on_no_public_page(db: None) -> None:
    pages = public_pages()
    assert CONTACT in pages[f"/organisation/{organisation().slug}/"]
    for address, source in pages.items():
        for secret in (SECRET_NAME, SECRET_PHONE, SECRET_PHONE.split()[1], SECRET_MAIL):
            assert secret not in source, f"{secret} stands on {address}"


def test_a_published_name_is_public_and_taking_it_back_removes_it(
    as_: Callable[[str], Client],
) -> None:
    client, where = as_("helga"), f"/organisation/{organisation().slug}/"
    client.post(NEW, filled_in(published="on"))
    assert made().detail.name == "", "never in both places"
    page = Page(Client().get(where))
    for shown in (NAME, PHONE, MAIL):
        assert shown in page.text
    assert DEPUTY not in page.text, "the deputy's name is for the house alone"
    client.post(url(made()), changed_to(made()))
    page = Page(Client().get(where))
    for gone in (NAME, PHONE, MAIL):
        assert gone not in page.text
    assert made().detail.name == NAME


def test_others_staff_see_no_unpublished_name(as_: Callable[[str], Client]) -> None:
    as_("helga").post(NEW, filled_in())
    for who in ("cem", "edda", "mina"):
        assert NAME not in as_(who).get(OWN).content.decode()
        assert as_(who).get(url(made())).status_code in (403, 404)
    with tenant(organisation_id(FOREIGN)):
        assert not ContactDetail.objects.filter(contact=made()).exists()


def test_the_chain_says_what_was_done_without_the_name(as_: Callable[[str], Client]) -> None:
    client = as_("helga")
    with recorded() as found:
        client.post(NEW, filled_in())
        client.post(url(made()), changed_to(made(), published="on"))
        client.post(url(made(), "bestaetigen/"))
        code = made().code
        client.post(url(made(), "loeschen/"))
    assert said(found) == [
        (verb, "contact", code) for verb in ("created", "changed", "confirmed", "ended")
    ]
    assert_by(found, "helga", NAME, MAIL, PHONE, DEPUTY)


def test_two_clicks_make_one_entry(as_: Callable[[str], Client]) -> None:
    client, typed = as_("helga"), filled_in()
    for _ in range(2):
        assert client.post(NEW, typed)["Location"] == OWN
    assert ContactPerson.objects.filter(function="Ansprechperson Schulden").count() == 1


def test_who_saves_second_overwrites_nobody_and_sees_both(as_: Callable[[str], Client]) -> None:
    as_("helga").post(NEW, filled_in())
    one = made()
    as_("fritz").post(url(one), changed_to(one, name="Fritz war schneller"))
    mine = changed_to(one, name="Helga", site=site(HOME).slug, published="on")
    page = Page(as_("helga").post(url(one), mine))
    assert page.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in page.text
    assert page.typed("name") == "Helga"
    table = page.text[page.text.index("Jetzt gespeichert") :]
    assert "Name Fritz war schneller Helga" in table
    assert f"Standort leer {SITE} {HOME}" in table or f"für alle Standorte {SITE} {HOME}" in table
    assert "Name, Telefon und E-Mail öffentlich zeigen nein ja" in table
    assert made().detail.name == "Fritz war schneller"
    as_("helga").post(url(one), mine | {"version": page.typed("version")})
    assert made().public_name == "Helga"


def test_confirming_with_yesterdays_state_takes_nothing_back(as_: Callable[[str], Client]) -> None:
    as_("helga").post(NEW, filled_in())
    yesterdays = made()
    as_("fritz").post(url(yesterdays), changed_to(yesterdays, deputy_function="Büro"))
    with tenant(organisation_id()):
        actions.confirm_contact(actor=actor("helga"), contact=yesterdays)
    assert made().deputy_function == "Büro"


def test_a_removed_entry_is_gone_and_stays_gone(as_: Callable[[str], Client]) -> None:
    client = as_("helga")
    client.post(NEW, filled_in())
    one = made()
    page = Page(client.post(url(one, "loeschen/"), follow=True))
    assert "Der Eintrag ist gelöscht." in page.text
    before = writes()
    assert client.post(url(one, "loeschen/")).status_code == 404
    assert writes() == before
    with tenant(organisation_id()):
        assert not ContactDetail.objects.filter(contact_id=one.pk).exists()


def test_colleagues_read_and_strangers_do_not_find_it(as_: Callable[[str], Client]) -> None:
    mine, foreign = contact(HOME), contact(FOREIGN)
    for who in ("aylin", "guel"):
        for address in (NEW, url(mine)):
            assert as_(who).get(address).status_code == 403
        for address in (NEW, url(mine), url(mine, "bestaetigen/"), url(mine, "loeschen/")):
            assert as_(who).post(address, filled_in()).status_code == 403
        with tenant(organisation_id()), pytest.raises(PermissionDenied):
            actions.remove_contact(actor=actor(who), contact=mine)
    for then in ("", "bestaetigen/", "loeschen/"):
        assert as_("helga").post(url(foreign, then), filled_in()).status_code == 404
        assert as_("helga").post(f"/intern/ansprechpersonen/%00/{then}").status_code == 404
    assert ContactPerson.objects.filter(pk__in=[mine.pk, foreign.pk]).count() == 2


def test_somebody_of_the_team_stands_behind_it(as_: Callable[[str], Client]) -> None:
    as_("helga").post(NEW, filled_in(member=membership("bernd").code))
    assert made().membership_id == membership("bernd").pk
    assert Page(as_("helga").get(url(made()))).typed("member") == [membership("bernd").code]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("function", "", "Bitte füllen Sie dieses Feld aus."),
        ("function", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 120 Zeichen."),
        ("name", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 120 Zeichen."),
        ("deputy_name", "x" * 10_000, "Bitte schreiben Sie kürzer"),
        ("phone", "-1", "Eine Telefonnummer besteht aus Ziffern"),
        ("phone", "<b>030</b>", "Eine Telefonnummer besteht aus Ziffern"),
        ("email", "wilma", "Das ist keine vollständige E-Mail-Adresse."),
        ("topics", ["gibt-es-nicht"], "Bitte wählen Sie etwas aus der Liste."),
        ("site", "gibt-es-nicht", "Bitte wählen Sie etwas aus der Liste."),
        ("member", "M-2222-2", "Bitte wählen Sie etwas aus der Liste."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    as_: Callable[[str], Client], field: str, value: object, sentence: str
) -> None:
    client = as_("helga")
    for address in (NEW, url(contact(HOME))):
        before = writes()
        page = Page(client.post(address, filled_in() | {field: value}))
        assert page.status == 422
        assert sentence in page.beside(field)
        assert page.typed("deputy_function") == "Leitung"
        if isinstance(value, str) and field not in ("site", "member"):
            assert page.typed(field) == value
        assert writes() == before


def test_foreign_sites_and_people_cannot_be_chosen(as_: Callable[[str], Client]) -> None:
    client = as_("helga")
    for field, value in (("site", site(FOREIGN).slug), ("member", membership("cem").code)):
        page = Page(client.post(NEW, filled_in() | {field: value}))
        assert page.status == 422
        assert page.beside(field)


def test_names_of_any_script_come_out_as_they_were_typed(as_: Callable[[str], Client]) -> None:
    name = "Şahin Łukasz Ї محمد 😀 <b>fett</b>"
    as_("helga").post(NEW, filled_in(name=name, published="on"))
    page = Page(Client().get(f"/organisation/{organisation().slug}/"))
    assert name in page.text
    assert "<b>fett" not in page.source
