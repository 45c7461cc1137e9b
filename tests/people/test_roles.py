"""Giving and taking roles: by the administration, never by oneself, and effective at once."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.tenancy import tenant
from nahtlos.people import actions
from nahtlos.people.models import Membership
from tests.cast import FOREIGN, account, actor, organisation_id
from tests.people.signing import START, with_password
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes
from tests.together import together

OWN = "Ihre eigenen Rollen kann nur eine zweite Person aus der Verwaltung ändern."


def membership(who: str) -> Membership:
    """The running membership of WHO."""
    person = account(who)
    with tenant(None, person.pk):
        return Membership.objects.get(account=person, ended_on=None)


def url(who: str) -> str:
    """The page of WHO's roles."""
    return f"/intern/team/{membership(who).code}/rollen/"


def test_roles_are_changed_and_said_to_be(as_: Callable[[str], Client]) -> None:
    client = as_("fritz")
    assert Page(client.get(url("bernd"))).typed("roles") == ["coach"]
    with recorded() as found:
        page = Page(client.post(url("bernd"), {"roles": ["lead", "ministry"]}, follow=True))
    assert "Die Rollen von Bernd sind geändert." in page.text
    assert membership("bernd").roles == ["lead", "ministry"]
    assert said(found) == [("roles_changed", "membership", membership("bernd").code)]
    assert found[0].detail == '{"gave":["lead","ministry"],"took":["coach"]}'
    assert_by(found, "fritz", "Bernd")


def test_the_new_roles_count_from_the_next_request_on(as_: Callable[[str], Client]) -> None:
    client = as_("bernd")
    assert client.get("/intern/team/").status_code == 404
    as_("fritz").post(url("bernd"), {"roles": ["org_admin"]})
    assert client.get("/intern/team/").status_code == 200


def test_sessions_end_when_roles_change(as_: Callable[[str], Client]) -> None:
    bernd, elsewhere = with_password("bernd"), with_password("bernd")
    assert bernd.get(START).status_code == 200
    as_("fritz").post(url("bernd"), {"roles": ["lead"]})
    for client in (bernd, elsewhere):
        response = client.get(START)
        assert (response.status_code, response["Location"]) == (302, "/intern/anmelden/")


def test_saying_the_same_again_changes_nothing(as_: Callable[[str], Client]) -> None:
    bernd, client = with_password("bernd"), as_("fritz")
    before = writes()
    client.post(url("bernd"), {"roles": ["coach"]})
    assert writes() == before
    assert bernd.get(START).status_code == 200


def test_nobody_changes_her_own_roles(as_: Callable[[str], Client]) -> None:
    client = as_("fritz")
    for response in (client.get(url("fritz")), client.post(url("fritz"), {"roles": ["coach"]})):
        assert response.status_code == 403
        assert OWN in Page(response).text
    assert membership("fritz").roles == ["org_admin"]
    with tenant(organisation_id()), pytest.raises(PermissionDenied, match="eigenen Rollen"):
        actions.change_roles(
            actor=actor("fritz"), member=membership("fritz"), roles=[Role.DATA_PROTECTION]
        )


def test_a_role_is_needed(as_: Callable[[str], Client]) -> None:
    page = Page(as_("fritz").post(url("bernd"), {"roles": []}))
    assert (page.status, page.beside("roles")) == (422, "Bitte wählen Sie mindestens eine Rolle.")
    page = Page(as_("fritz").post(url("bernd"), {"roles": ["superuser"]}))
    assert page.status == 422
    assert page.beside("roles")
    assert membership("bernd").roles == ["coach"]
    with tenant(organisation_id()), pytest.raises(Refused, match="einen eigenen Knopf"):
        actions.change_roles(actor=actor("fritz"), member=membership("bernd"), roles=[])


def test_others_do_not_find_the_page(as_: Callable[[str], Client]) -> None:
    for who in ("aylin", "helga", "cem"):
        assert as_(who).get(url("bernd")).status_code == 404
        assert as_(who).post(url("bernd"), {"roles": ["lead"]}).status_code == 404
    assert as_("fritz").post(url("cem"), {"roles": ["coach"]}).status_code == 404
    for nothing in ("M-2222-2", "%00", "x" * 300):
        assert as_("fritz").get(f"/intern/team/{nothing}/rollen/").status_code == 404
    assert membership("bernd").roles == ["coach"]
    with tenant(organisation_id(FOREIGN)), pytest.raises(Http404):
        actions.change_roles(actor=actor("aylin"), member=membership("bernd"), roles=[Role.LEAD])


def test_the_last_administration_stays_although_two_take_each_others(db: None) -> None:
    late = actor("role:org_admin")
    with tenant(organisation_id()):
        actions.change_roles(
            actor=actor("fritz"), member=membership("role:org_admin"), roles=[Role.COACH]
        )
        with pytest.raises(Refused, match="mindestens eine Person in der Verwaltung"):
            actions.change_roles(actor=late, member=membership("fritz"), roles=[Role.COACH])
    assert membership("fritz").roles == ["org_admin"]


def test_the_last_administration_stays_although_two_click_at_the_same_moment(
    committing: None,
) -> None:
    pairs = [("fritz", "role:org_admin"), ("role:org_admin", "fritz")]
    prepared = [(actor(who), membership(whom)) for who, whom in pairs]

    def taking(who: Actor, whom: Membership) -> Callable[[], Membership]:
        def take() -> Membership:
            with tenant(organisation_id()):
                return actions.change_roles(actor=who, member=whom, roles=[Role.COACH])

        return take

    outcomes = together(*(taking(who, whom) for who, whom in prepared))
    assert [one for one in outcomes if isinstance(one, Refused)]
    left = [who for who, _ in pairs if "org_admin" in membership(who).roles]
    assert len(left) == 1
