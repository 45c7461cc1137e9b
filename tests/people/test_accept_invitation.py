"""The invitation's link: opening changes nothing, the button once, dead links look dead."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.http.response import HttpResponseBase
from django.test import Client

from nahtlos.desk.cast import BY_KEY, HOME
from nahtlos.foundation import letters as post
from nahtlos.foundation import links
from nahtlos.foundation.access import Role
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import in_days, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.people import actions
from nahtlos.people.models import Account, Membership
from tests.cast import FOREIGN, account, actor, organisation_id
from tests.people.invited import ADDRESS, PASSWORD, filled_in, invited
from tests.people.signing import SIGN_IN
from tests.reading import Page
from tests.records import letters, recorded, said
from tests.test_access_matrix import writes
from tests.together import together

DEAD = "Diese Einladung gilt nicht mehr"


def bare(response: HttpResponseBase) -> bytes:
    """The bytes without the page's own address, which the links to other languages repeat."""
    return re.sub(rb"/[a-z]+/einladung/[^\"]*", b"", getattr(response, "content", b""))


def memberships(address: str, key: str = HOME) -> list[Membership]:
    """The memberships of ADDRESS in an organisation, ended ones too."""
    with tenant(organisation_id(key)):
        return list(Membership.objects.filter(account__email=address).order_by("started_on", "pk"))


def test_opening_the_link_changes_nothing(visitor: Client) -> None:
    made = invited()
    before = writes()
    page = Page(visitor.get(made.path))
    assert page.status == 200
    assert page.heading() == "Wegbegleitung Musterland lädt Sie ein"
    assert "Integrationscoach" in page.text
    assert writes() == before
    assert not Account.objects.filter(email=ADDRESS).exists()
    visitor.head(made.path)
    assert writes() == before


def test_the_button_makes_account_and_membership(visitor: Client) -> None:
    made = invited(ADDRESS, Role.COACH, Role.LEAD)
    page = Page(visitor.post(made.path, filled_in()))
    assert page.heading() == "Willkommen bei Wegbegleitung Musterland"
    person = Account.objects.get(email=ADDRESS)
    assert person.name == "Nele"
    (member,) = memberships(ADDRESS)
    assert (member.roles, member.started_on, member.ended_on) == (
        ["coach", "lead"],
        today(),
        None,
    )
    assert made.again().accepted_at
    assert made.again().address == "", "the address is not needed any more"


def test_who_accepted_can_sign_in_from_the_letter_on(visitor: Client) -> None:
    invited()
    post.deliver(organisation_id(), letters()[-1].pk)
    body = mail.outbox[0].body
    start = body.index(settings.ADDRESS)
    path = body[start + len(settings.ADDRESS) :].split()[0]
    visitor.post(path, filled_in())
    signed = visitor.post(SIGN_IN, {"login": ADDRESS.upper(), "password": PASSWORD}, follow=True)
    assert "Nele" in Page(signed).text


def test_the_second_click_reads_the_same_page_and_makes_nothing(visitor: Client) -> None:
    made, typed = invited(), filled_in()
    first = visitor.post(made.path, typed)
    before = writes()
    second = visitor.post(made.path, typed)
    assert Page(second).heading() == Page(first).heading()
    assert (second.status_code, len(memberships(ADDRESS)), writes()) == (200, 1, before)


def test_two_clicks_at_the_same_moment_make_one_account(committing: None) -> None:
    made, typed = invited(), filled_in()

    def click() -> str:
        return Page(Client().post(made.path, typed)).heading()

    pages = together(click, click)
    assert pages == ["Willkommen bei Wegbegleitung Musterland"] * 2
    assert len(memberships(ADDRESS)) == 1


def test_an_accepted_link_is_closed_and_says_so(visitor: Client) -> None:
    made = invited()
    visitor.post(made.path, filled_in())
    for page in (Page(visitor.get(made.path)), Page(visitor.post(made.path, filled_in()))):
        assert page.heading() == "Diese Einladung ist schon angenommen"
    assert len(memberships(ADDRESS)) == 1


def test_the_chain_says_that_a_link_joined_as_what(visitor: Client) -> None:
    made = invited()
    with recorded() as found:
        visitor.post(made.path, filled_in())
    (member,) = memberships(ADDRESS)
    assert said(found) == [("joined", "membership", member.code)]
    assert (found[0].kind, found[0].account_id) == ("link", None)
    assert "Nele" not in found[0].detail
    assert ADDRESS not in found[0].detail


def test_withdrawn_and_expired_links_look_alike(visitor: Client, settings: object) -> None:
    withdrawn, expired = invited(), invited("spaet@verein.example")
    with tenant(organisation_id()):
        actions.withdraw_invitation(actor=actor("fritz"), invitation=withdrawn.invitation)
    first = visitor.get(withdrawn.path)
    settings.TODAY = in_days(8).date().isoformat()  # type: ignore[attr-defined]
    second = visitor.get(expired.path)
    assert Page(first).heading() == DEAD
    assert (first.status_code, bare(first)) == (second.status_code, bare(second))
    for made in (withdrawn, expired):
        assert Page(visitor.post(made.path, filled_in())).heading() == DEAD
    assert not Account.objects.filter(email__in=[ADDRESS, "spaet@verein.example"]).exists()


def test_forged_links_and_links_for_something_else_look_alike(visitor: Client) -> None:
    made = invited()
    with tenant(organisation_id()):
        other = links.issue("invitation", made.invitation.pk, "read_something", in_days(1))
    forged = visitor.get(f"/einladung/{'A' * 32}/")
    assert forged.status_code == 404
    for token in (other, made.token[:-1], made.token + "x", "%00", "' OR 1=1 --", "ü" * 300):
        answer = visitor.get(f"/einladung/{token}/")
        assert (answer.status_code, bare(answer)) == (404, bare(forged))
        assert visitor.post(f"/einladung/{token}/", filled_in()).status_code == 404


def test_an_action_refuses_a_link_for_another_invitation(db: None) -> None:
    mine, other = invited(), invited("andere@verein.example")
    found = links.find(mine.token)
    assert found
    with tenant(organisation_id()), pytest.raises(LookupError):
        actions.accept_invitation(
            actor=found.actor,
            invitation=other.invitation,
            token=mine.token,
            name="Nele",
            password=PASSWORD,
        )


def test_a_link_used_meanwhile_is_refused_with_a_sentence(db: None) -> None:
    made = invited()
    found = links.find(made.token)
    assert found
    assert links.use(made.token)
    with (
        tenant(organisation_id()),
        pytest.raises(Refused, match="schon benutzt oder zurückgezogen"),
    ):
        actions.accept_invitation(
            actor=found.actor,
            invitation=made.invitation,
            token=made.token,
            name="Nele",
            password=PASSWORD,
        )
    assert memberships(ADDRESS) == []


def test_who_has_an_account_joins_without_a_new_password(visitor: Client) -> None:
    cem = account("cem")
    made = invited(BY_KEY["cem"].email.upper())
    page = Page(visitor.get(made.path))
    assert "Zu Ihrer E-Mail-Adresse gibt es schon einen Zugang." in page.text
    assert "password" not in page.controls()
    done = Page(visitor.post(made.path, filled_in(name="Nicht Cem")))
    assert "mit Ihrem bisherigen Passwort" in done.text
    again = account("cem")
    assert (again.password, again.name) == (cem.password, "Cem")
    assert len(memberships(again.email)) == 1
    assert len(memberships(again.email, FOREIGN)) == 1


def test_who_left_can_come_back_by_a_new_invitation(visitor: Client) -> None:
    with tenant(organisation_id()):
        bernd = Membership.objects.get(account=account("bernd"))
        actions.end_membership(actor=actor("fritz"), member=bernd, successor=None)
    visitor.post(invited(BY_KEY["bernd"].email, Role.LEAD).path, filled_in())
    old, new = sorted(memberships(BY_KEY["bernd"].email), key=lambda one: one.ended_on is None)
    assert (old.pk, old.roles) == (bernd.pk, ["coach"])
    assert (new.roles, new.ended_on) == (["lead"], None)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Bitte geben Sie Ihren Namen an."),
        ({"name": "x" * 10_000}, "name", "Bitte höchstens 120 Zeichen."),
        ({"password": ""}, "password", "Bitte wählen Sie ein Passwort."),
        ({"password": "kurz"}, "password", "Bitte nehmen Sie mindestens 12 Zeichen."),
        ({"password": "passwort1234"}, "password", "Dieses Passwort ist leicht zu erraten."),
        ({"password": "ä" * 10_000}, "password", "Bitte höchstens 200 Zeichen."),
    ],
)
def test_what_is_missing_or_weak_is_said_beside_the_field(
    visitor: Client, typed: dict[str, str], field: str, sentence: str
) -> None:
    made = invited()
    before = writes()
    page = Page(visitor.post(made.path, filled_in(**typed)))
    assert page.status == 422
    assert sentence in page.beside(field)
    assert page.typed("name") == typed.get("name", "Nele")
    assert page.typed("password") == "", "a password is never sent back"
    assert writes() == before
    assert made.again().accepted_at is None


def test_names_of_any_script_are_kept(visitor: Client) -> None:
    name = "Şahin Łukasz Ї محمد 😀"
    visitor.post(invited().path, filled_in(name=name))
    assert Account.objects.get(email=ADDRESS).name == name


def test_the_form_counts_only_from_our_own_page(visitor: Client) -> None:
    made = invited()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        page = Page(visitor.post(made.path, filled_in(), headers=headers))
        assert page.status == 422
        assert "Dieses Formular kam nicht von unserer Seite." in page.text
    assert memberships(ADDRESS) == []


def test_a_stale_or_missing_stamp_is_said_and_the_name_is_kept(visitor: Client) -> None:
    made = invited()
    for stamp in ("", "erfunden:1:2"):
        page = Page(visitor.post(made.path, filled_in(stamp=stamp)))
        assert page.status == 422
        assert "Dieses Formular war zu lange offen." in page.text
        assert page.typed("name") == "Nele"
    assert memberships(ADDRESS) == []
