"""For every address of the installation: which thing of whom it shows, and a valid body for each
method that writes.

A new address without an entry here turns the access matrix red.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from nahtlos.cases.models import Case, Stay, Step
from nahtlos.desk.actions import PASSWORD
from nahtlos.desk.cast import HOME
from nahtlos.directory.forms.offers import offer_initial
from nahtlos.directory.models import Feedback, Offer
from nahtlos.directory.queries.own import feedback_for
from nahtlos.foundation import links, stamps
from nahtlos.foundation.clock import in_days
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.models import ContactPerson, Site
from nahtlos.people.models import Account, Invitation
from nahtlos.people.queries import has_second_factor, team
from tests.cases.sampled import CASES
from tests.cast import account, actor, organisation, organisation_id
from tests.conferences.sampled import CONFERENCES
from tests.consents.sampled import CONSENTS
from tests.directory.sampled import PLACES, WORDS_AND_HOURS
from tests.exchange.sampled import EXCHANGE
from tests.intake.sampled import ADVICE
from tests.lands.sampled import LANDS
from tests.lists.sampled import LISTS
from tests.lookout.sampled import LOOKOUT
from tests.records_room.sampled import RECORDS
from tests.referrals.sampled import REFERRALS
from tests.upkeep.sampled import UPKEEPING
from tests.world import CONTACT, DRAFT, LEADS, ROLE_PASSWORD, SITE

Body = dict[str, Any]
Found = TypeVar("Found")
Maker = Callable[[str], dict[str, Any]]


def nothing(key: str) -> dict[str, Any]:
    """An address without a thing, a body without fields."""
    return {}


@dataclass(frozen=True, slots=True)
class Sample:
    """`things` makes the address's parameters for an organisation's key; `body` a valid body for a
    POST to it.

    `arrange` prepares the account that will ask; `typed` makes the body from the page itself, where
    it depends on what the page shows. `first` is what is sent before the form is on the page.
    """

    things: Maker = nothing
    body: Maker = nothing
    query: str = ""
    arrange: Callable[[Account], None] = lambda account: None
    typed: Callable[[Client, str], Body] | None = None
    first: Maker | None = None


def offer(key: str) -> Offer:
    """The draft that the tests added to an organisation."""
    return Offer.objects.get(title=f"{DRAFT} {key}")


def site(key: str) -> Site:
    """The site that the tests added."""
    return Site.objects.get(name=f"{SITE} {key}")


def contact(key: str) -> ContactPerson:
    """The contact person that the tests added."""
    return ContactPerson.objects.get(function=f"{CONTACT} {key}")


def _in(key: str, find: Callable[[], Found]) -> Found:
    """What FIND finds inside an organisation; `#other` names a thing of it, not another one."""
    with tenant(organisation_id(key.partition("#")[0])):
        return find()


def case(key: str) -> Case:
    """The case that the tests added: at home with everybody on it, at `#other` with no role
    account, and a foreign one.
    """
    lead = account(LEADS[key]).pk
    mine = Case.objects.filter(members__account_id=lead, members__part="lead")
    return _in(key, lambda: mine.select_related("client").order_by("client__created_at")[0])


def _case_code(key: str) -> dict[str, Any]:
    return {"code": case(key).code}


def _stay(key: str) -> Stay:
    return _in(key, lambda: Stay.objects.get(case=case(key), ended_on=None))


def _step(key: str) -> Step:
    return _in(key, lambda: Step.objects.get(case=case(key), code="M01"))


def _feedback(key: str) -> Feedback:
    admin = actor("role:org_admin" if key == HOME else "cem")
    return _in(key, lambda: feedback_for(admin)[0])


def _invitation(key: str) -> Invitation:
    return _in(key, lambda: Invitation.objects.filter(organisation_id=organisation_id(key))[0])


def _member(key: str) -> str:
    """Somebody who is not the one who acts: in the home organisation Bernd, in the foreign one
    Cem.
    """
    wanted = "Bernd" if key == HOME else "Cem"
    admin = actor("role:org_admin" if key == HOME else "cem")
    return str(_in(key, lambda: team(admin).get(account__name=wanted).code))


def _colleague(name: str) -> str:
    """The code of somebody at home."""
    admin = actor("role:org_admin")
    return str(_in(HOME, lambda: team(admin).get(account__name=name).code))


def _link(key: str) -> dict[str, Any]:
    invitation = _invitation(key)
    return {
        "token": _in(
            key, lambda: links.issue("invitation", invitation.pk, "accept_invitation", in_days(1))
        )
    }


def _offer_body(key: str) -> Body:
    one = offer(key)
    values = {
        name: value
        for name, value in offer_initial(one).items()
        if value is not None and value != []
    }
    return {
        **values,
        "title": "Ein anderer Titel",
        "summary": "Ein anderer Satz.",
        "version": one.version,
    }


def _slug(key: str) -> dict[str, Any]:
    return {"slug": offer(key).slug}


def _published(key: str) -> dict[str, Any]:
    return {
        "slug": (
            Offer.objects.filter(organisation=organisation(key), state="published")
            .order_by("slug")[0]
            .slug
        )
    }


def _contact_code(key: str) -> dict[str, Any]:
    return {"code": contact(key).code}


def _own_only(values: Body) -> Maker:
    return lambda key: values


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def totp_code(secret: str) -> str:
    """The code a second device shows now, with time left to send it."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _with_second_factor(account: Account) -> None:
    if not has_second_factor(account.pk):
        TOTP.activate(account, SECRET)
        RecoveryCodes.activate(account)


def _code_of_the_page(client: Client, url: str) -> Body:
    client.get(url)
    return {"code": totp_code(client.session["mfa.totp.secret"])}


def _reset_key(key: str) -> dict[str, Any]:
    person = account("aylin")
    return {
        "uidb36": user_pk_to_url_str(person),
        "key": EmailAwarePasswordResetTokenGenerator().make_token(person),
    }


ORGANISATION = {
    "name": "Wegbegleitung Musterland",
    "city": "Musterstadt",
    "postcode": "00120",
    "about": "Wir begleiten.",
}
CONTACT_BODY = {"function": "Ansprechperson Wohnen", "name": "Wer Immer", "published": ""}
NEW_PASSWORD = "Zwölf bunte Fähren im Nebel"

SAMPLES: dict[str, Sample] = {
    # public
    "robots": Sample(),
    "sitemap": Sample(),
    "health": Sample(),
    "desk:help_lines": Sample(),
    "desk:children": Sample(),
    "desk:professionals": Sample(),
    "desk:about": Sample(),
    "desk:imprint": Sample(),
    "desk:privacy": Sample(),
    "desk:accessibility": Sample(
        body=lambda key: {"text": "Die Schrift ist klein.", "stamp": stamps.issue()}
    ),
    "desk:feedback_done": Sample(),
    "desk:rules": Sample(),
    "directory:finder": Sample(),
    "directory:results": Sample(query="q=wohnen&ort=00120"),
    "directory:offer": Sample(_published),
    "directory:offer_print": Sample(_published),
    "directory:organisation": Sample(lambda key: {"slug": organisation(key).slug}),
    "directory:prisons": Sample(),
    "directory:prison": Sample(
        lambda key: {"slug": "jva-musterstadt" if key == HOME else "jva-musterwald"}
    ),
    "door:invitation": Sample(
        _link, lambda key: {"name": "Nele", "password": NEW_PASSWORD, "stamp": stamps.issue()}
    ),
    # signing in
    "account_login": Sample(
        body=_own_only({"login": "aylin@nahtlos.example", "password": PASSWORD})
    ),
    "account_logout": Sample(),
    "account_signup": Sample(),
    "account_inactive": Sample(),
    "account_reauthenticate": Sample(body=_own_only({"password": ROLE_PASSWORD})),
    "account_change_password": Sample(
        body=_own_only(
            {"oldpassword": ROLE_PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        )
    ),
    "account_reset_password": Sample(body=_own_only({"email": "niemand@nahtlos.example"})),
    "account_reset_password_done": Sample(),
    "account_reset_password_from_key": Sample(_reset_key),
    "account_reset_password_from_key_done": Sample(),
    "mfa_authenticate": Sample(),
    "mfa_reauthenticate": Sample(
        arrange=_with_second_factor, body=lambda key: {"code": totp_code(SECRET)}
    ),
    "mfa_activate_totp": Sample(typed=_code_of_the_page),
    "mfa_deactivate_totp": Sample(arrange=_with_second_factor),
    "mfa_view_recovery_codes": Sample(arrange=_with_second_factor),
    "mfa_generate_recovery_codes": Sample(arrange=_with_second_factor),
    "mfa_index": Sample(),
    # staff
    "staff:start": Sample(),
    "staff:log": Sample(),
    "staff:become": Sample(lambda key: {"who": "aylin"}, _own_only({"weiter": "/intern/"})),
    "tour": Sample(),
    "people:choose_organisation": Sample(
        body=lambda key: {"organisation": organisation(HOME).slug}
    ),
    "people:team": Sample(),
    "people:invite": Sample(body=_own_only({"address": "neu@nahtlos.example", "roles": ["coach"]})),
    "people:withdraw": Sample(lambda key: {"code": _invitation(key).code}),
    "people:roles": Sample(
        lambda key: {"code": _member(key)}, _own_only({"roles": ["coach", "lead"]})
    ),
    "cases:end_membership": Sample(
        lambda key: {"code": _member(key)}, lambda key: {"successor": _colleague("Aylin")}
    ),
    # cases
    "staff:case": Sample(_case_code),
    "cases:list": Sample(),
    "cases:new": Sample(
        body=lambda key: {
            "kind": "transition",
            "custody": "sentence",
            "scenario": "unknown",
            "stamp": stamps.issue(),
        },
        first=lambda key: {"beginnen": "1"},
    ),
    "cases:search": Sample(body=lambda key: {"worte": "Niemand Sonst"}),
    "cases:roster": Sample(),
    "cases:closings": Sample(),
    "cases:person": Sample(
        _case_code, lambda key: {"called": "Mo", "version": version_of(case(key).client)}
    ),
    "cases:stay": Sample(
        _case_code,
        lambda key: {"custody": "open", "agreed": "open", "version": version_of(_stay(key))},
        first=lambda key: {"custody": "open", "version": version_of(_stay(key))},
    ),
    "cases:circumstances": Sample(
        _case_code, lambda key: {"debts": "yes", "version": version_of(case(key))}
    ),
    "cases:plan": Sample(_case_code),
    "cases:open_plan": Sample(_case_code),
    "cases:new_step": Sample(
        _case_code,
        lambda key: {"title": "Fahrrad abholen", "area": "SOZ", "stamp": stamps.issue()},
    ),
    "cases:step": Sample(
        lambda key: {**_case_code(key), "step": "M01"},
        lambda key: {"state": "waiting", "version": version_of(_step(key))},
    ),
    "cases:answer": Sample(
        lambda key: {**_case_code(key), "question": "geld"},
        lambda key: {"state": "in_progress", "version": ""},
    ),
    "cases:members": Sample(_case_code, lambda key: {"member": _colleague("Aylin")}),
    "cases:remove_member": Sample(lambda key: {**_case_code(key), "member": _colleague("Bernd")}),
    "cases:reassign": Sample(_case_code, lambda key: {"lead": _colleague("Bernd")}),
    "cases:card": Sample(_case_code),
    **{
        name: Sample(*made)
        for name, made in (CASES | CONSENTS | RECORDS | CONFERENCES | WORDS_AND_HOURS).items()
    },
    "organisations:own": Sample(),
    "organisations:edit": Sample(
        body=lambda key: {**ORGANISATION, "version": version_of(organisation(HOME))}
    ),
    "organisations:confirm": Sample(),
    "organisations:new_site": Sample(
        body=lambda key: {
            "name": "Neuer Standort",
            "city": "Musterwald",
            "stamp": stamps.issue(),
        }
    ),
    "organisations:edit_site": Sample(
        lambda key: {"slug": site(key).slug},
        lambda key: {
            "name": "Umbenannt",
            "city": "Musterstadt",
            "version": version_of(site(key)),
        },
    ),
    "offers:list": Sample(),
    "offers:new": Sample(
        body=lambda key: {
            "title": "Neues Angebot",
            "cost": "free",
            "catchment": "land",
            "stamp": stamps.issue(),
        }
    ),
    "offers:own": Sample(_slug),
    "offers:edit": Sample(_slug, _offer_body),
    "offers:publish": Sample(_slug),
    "offers:end": Sample(_slug),
    "offers:confirm": Sample(_slug),
    "offers:capacity": Sample(_slug, _own_only(PLACES)),
    "offers:new_contact": Sample(body=lambda key: {**CONTACT_BODY, "stamp": stamps.issue()}),
    "offers:edit_contact": Sample(
        _contact_code, lambda key: {**CONTACT_BODY, "version": version_of(contact(key))}
    ),
    "offers:confirm_contact": Sample(_contact_code),
    "offers:remove_contact": Sample(_contact_code),
    **{name: Sample(*made) for name, made in EXCHANGE.items()},
    "offers:feedback": Sample(),
    "offers:close_feedback": Sample(lambda key: {"code": _feedback(key).code}),
    **{
        name: Sample(*made)
        for name, made in (REFERRALS | ADVICE | UPKEEPING | LISTS | LOOKOUT | LANDS).items()
    },
}
