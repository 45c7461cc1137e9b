"""Taking an invitation back: the link is dead, once is enough, nobody else can."""

from collections.abc import Callable

from django.test import Client

from tests.cast import FOREIGN
from tests.people.invited import ADDRESS, filled_in, invited
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def url(code: str) -> str:
    """Where the button leads."""
    return f"/intern/team/einladung/{code}/zurueckziehen/"


def test_a_withdrawn_invitation_leaves_the_list_and_its_link_is_dead(
    as_: Callable[[str], Client], visitor: Client
) -> None:
    made, client = invited(), as_("fritz")
    assert ADDRESS in Page(client.get("/intern/team/")).text
    with recorded() as found:
        page = Page(client.post(url(made.invitation.code), follow=True))
    assert "Die Einladung ist zurückgezogen. Der Link öffnet nichts mehr." in page.text
    assert ADDRESS not in page.text
    assert made.again().withdrawn_at
    assert visitor.get(made.path).status_code == 410
    assert said(found) == [("invitation_withdrawn", "invitation", made.invitation.code)]
    assert_by(found, "fritz", ADDRESS)


def test_withdrawing_twice_is_withdrawing_once(as_: Callable[[str], Client]) -> None:
    made, client = invited(), as_("fritz")
    client.post(url(made.invitation.code))
    withdrawn, before = made.again().withdrawn_at, writes()
    assert client.post(url(made.invitation.code)).status_code == 404
    assert (made.again().withdrawn_at, writes()) == (withdrawn, before)


def test_an_accepted_invitation_cannot_be_withdrawn_any_more(
    as_: Callable[[str], Client], visitor: Client
) -> None:
    made = invited()
    visitor.post(made.path, filled_in())
    assert as_("fritz").post(url(made.invitation.code)).status_code == 404
    assert made.again().withdrawn_at is None


def test_others_do_not_find_it(as_: Callable[[str], Client]) -> None:
    made = invited()
    foreign = invited(by="cem", key=FOREIGN)
    for who in ("cem", "aylin", "helga"):
        assert as_(who).post(url(made.invitation.code)).status_code == 404
    assert as_("fritz").post(url(foreign.invitation.code)).status_code == 404
    for nothing in ("E-2222-2", "%00", "nein"):
        assert as_("fritz").post(url(nothing)).status_code == 404
    assert as_("fritz").get(url(made.invitation.code)).status_code == 405
    assert made.again().withdrawn_at is None
    assert foreign.again().withdrawn_at is None
