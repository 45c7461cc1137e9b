"""Ending a membership: what she answers for needs a successor, and she is out at once."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson
from nahtlos.people import actions
from nahtlos.people.models import Account
from tests.cast import actor, organisation_id
from tests.people.signing import START, with_password
from tests.people.test_roles import membership
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.samples import contact
from tests.test_access_matrix import writes

NEEDED = "Für diese Zuständigkeiten braucht es eine Nachfolge."


def url(who: str) -> str:
    """The page that ends WHO's membership."""
    return f"/intern/team/{membership(who).code}/beenden/"


def make_answerable(who: str) -> ContactPerson:
    """The contact person of the tests, with WHO behind it."""
    held = contact("wegbegleitung-musterland")
    with tenant(organisation_id()):
        held.membership_id = membership(who).pk
        held.confirmed_on = today()
        held.save()
    return held


def test_an_ended_membership_is_out_and_its_sessions_are_dead(as_: Callable[[str], Client]) -> None:
    guel, elsewhere = with_password("guel"), with_password("guel")
    assert guel.get(START).status_code == 200
    ending, member = url("guel"), membership("guel")
    with recorded() as found:
        page = Page(as_("fritz").post(ending, follow=True))
    assert "Die Mitgliedschaft von Gül ist beendet. Alle Anmeldungen sind erloschen." in page.text
    assert "Früher im Team" in page.text
    for client in (guel, elsewhere):
        assert client.get(START)["Location"] == "/intern/anmelden/"
    assert said(found) == [("membership_ended", "membership", member.code)]
    assert_by(found, "fritz", "Gül")
    assert Account.objects.filter(pk=member.account_id, is_active=True).exists()


def test_a_session_nobody_ended_is_not_in_the_organisation_any_more(
    as_: Callable[[str], Client],
) -> None:
    guel = as_("guel")
    assert guel.get("/intern/angebote/").status_code == 200
    as_("fritz").post(url("guel"))
    response = guel.get("/intern/angebote/")
    assert response["Location"] == "/intern/organisation-waehlen/"
    page = Page(guel.get(response["Location"]))
    assert page.heading() == "Sie gehören zurzeit zu keiner Organisation"


def test_who_signs_in_afterwards_reads_what_happened(as_: Callable[[str], Client]) -> None:
    as_("fritz").post(url("guel"))
    page = Page(with_password("guel").get(START, follow=True))
    assert page.heading() == "Sie gehören zurzeit zu keiner Organisation"


def test_what_she_answers_for_needs_a_successor(as_: Callable[[str], Client]) -> None:
    held, client = make_answerable("guel"), as_("fritz")
    assert held.function in Page(client.get(url("guel"))).text
    before = writes()
    page = Page(client.post(url("guel")))
    assert page.status == 422
    assert NEEDED in page.beside("successor")
    assert membership("guel").ended_on is None
    assert writes() == before
    with tenant(organisation_id()), pytest.raises(Refused, match="Nachfolge"):
        actions.end_membership(actor=actor("fritz"), member=membership("guel"), successor=None)


def test_the_successor_takes_over_unconfirmed(as_: Callable[[str], Client]) -> None:
    held = make_answerable("guel")
    with recorded() as found:
        as_("fritz").post(url("guel"), {"successor": membership("aylin").code})
    held.refresh_from_db()
    assert held.membership_id == membership("aylin").pk
    assert held.confirmed_on is None, "whether it is still right, only the new person knows"
    assert [entry.verb for entry in found] == ["handed_over", "membership_ended"]
    assert_by(found, "fritz", "Aylin", "Gül")


def test_only_colleagues_can_take_over(as_: Callable[[str], Client]) -> None:
    make_answerable("guel")
    ending = url("guel")
    for code in (membership("cem").code, membership("guel").code, "M-2222-2", "a\x00b"):
        page = Page(as_("fritz").post(ending, {"successor": code}))
        assert page.status == 422
        assert page.beside("successor")
    assert membership("guel").ended_on is None


def test_ending_twice_is_ending_once(as_: Callable[[str], Client]) -> None:
    ending, client, member = url("guel"), as_("fritz"), membership("guel")
    client.post(ending)
    before = writes()
    assert client.post(ending).status_code == 404
    with tenant(organisation_id()):
        actions.end_membership(actor=actor("fritz"), member=member, successor=None)
    assert writes() == before


def test_nobody_ends_her_own(as_: Callable[[str], Client]) -> None:
    client = as_("fritz")
    for response in (client.get(url("fritz")), client.post(url("fritz"))):
        assert response.status_code == 403
        assert "nur eine zweite Person aus der Verwaltung beenden" in Page(response).text
    with tenant(organisation_id()), pytest.raises(PermissionDenied):
        actions.end_membership(actor=actor("fritz"), member=membership("fritz"), successor=None)


def test_the_last_administration_stays(as_: Callable[[str], Client]) -> None:
    late = actor("role:org_admin")
    as_("fritz").post(url("role:org_admin"))
    with tenant(organisation_id()), pytest.raises(Refused, match="mindestens eine Person"):
        actions.end_membership(actor=late, member=membership("fritz"), successor=None)


def test_others_do_not_find_the_page(as_: Callable[[str], Client]) -> None:
    for who in ("aylin", "helga", "cem"):
        assert as_(who).get(url("guel")).status_code == 404
        assert as_(who).post(url("guel")).status_code == 404
    assert as_("fritz").post(url("cem")).status_code == 404
    assert as_("fritz").post("/intern/team/%00/beenden/").status_code == 404
    assert membership("guel").ended_on is None
