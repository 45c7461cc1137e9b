"""Samples of the addresses for keeping the directory true: (things, body, query)."""

from typing import Any

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.visiting import stored_facts
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation import links, stamps
from nahtlos.foundation.clock import in_days, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.upkeep.actions import receive_report
from nahtlos.upkeep.models import ConfirmationRequest, EntryReport, WebAddress
from nahtlos.upkeep.policy import UPKEEP
from nahtlos.upkeep.queries.reports import subject_of
from tests.cast import FOREIGN, organisation
from tests.directory.sampled import house

OFFICE = "landesfachstelle-kvi"


def asked(key: str, site: str = "") -> ConfirmationRequest:
    """A request to an organisation, the open one where there is one."""
    home = organisation(key)
    with tenant(home.pk):
        rows = ConfirmationRequest.objects.filter(to_organisation=home, closed_on=None)
        found = rows.filter(site_slug=site).first()
        return found or ConfirmationRequest.objects.create(
            from_organisation=organisation(OFFICE),
            to_organisation=home,
            code="B-2222-2",
            site_slug=site,
            asked_on=today(),
        )


def token_of(request: ConfirmationRequest, days: int = 60) -> str:
    """A fresh link to it."""
    with tenant(request.to_organisation_id):
        return links.issue("confirmation", request.pk, UPKEEP, in_days(days))


def an_offer(key: str) -> Offer:
    """A published offer of the organisation."""
    rows = Offer.objects.filter(organisation=organisation(key), state="published")
    return rows.order_by("slug")[0]


def a_report(key: str, *, words: str = "Die Nummer ist falsch.", reply: str = "") -> EntryReport:
    """What a visitor wrote about the first offer of the organisation."""
    subject = subject_of(f"/angebot/{an_offer(key).slug}/", today())
    return receive_report(subject=subject, words=words, reply_to=reply)


def _report(key: str) -> dict[str, Any]:
    home = organisation(key)
    with tenant(home.pk):
        found = EntryReport.objects.filter(to_organisation=home, closed_on=None).first()
    return {"code": (found or a_report(key)).code}


def moved(key: str) -> WebAddress:
    """The web address of an offer of the organisation, moved for good."""
    offer, old = an_offer(key), f"https://{key}.example/alt/"
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(website=old)
    new = old.replace("alt", "neu")
    row, _made = WebAddress.objects.update_or_create(
        address=old, defaults={"checked_on": today(), "led_to": new, "moved_to": new}
    )
    return row


def _taken(key: str) -> dict[str, Any]:
    return {"new": moved(key).moved_to, "eintrag": f"offer:{an_offer(key).slug}"}


def _link(key: str) -> dict[str, Any]:
    return {"token": token_of(asked(key))}


def _stamped(**more: Any) -> dict[str, Any]:
    return {"stamp": stamps.issue(), **more}


def _organisation(key: str) -> dict[str, Any]:
    return _stamped(phone="030 23125-100", version=version_of(organisation(key)))


def _offer(key: str) -> dict[str, Any]:
    return _stamped(summary="Ein Satz.", cost="free", version=an_offer(key).version)


def _room(key: str) -> dict[str, Any]:
    return _stamped(kinderecke="ja", version=fingerprint(stored_facts(house(key), "room", "")))


def _neighbour(key: str) -> dict[str, Any]:
    return {"slug": organisation(FOREIGN if key == HOME else HOME).slug}


UPKEEPING: dict[str, tuple[Any, ...]] = {
    "keep:check": (_link, lambda key: _stamped(deed="all")),
    "keep:organisation": (_link, _organisation),
    "keep:offer": (lambda key: {**_link(key), "slug": an_offer(key).slug}, _offer),
    "keep:visits": (lambda key: {**_link(key), "slug": house(key).slug},),
    "keep:correct_visits": (
        lambda key: {**_link(key), "slug": house(key).slug, "group": "room"},
        _room,
    ),
    "upkeep:queue": (lambda key: {},),
    "upkeep:addresses": (lambda key: {},),
    "upkeep:take_over": (lambda key: {"key": moved(key).pk}, _taken),
    "upkeep:ask": (_neighbour,),
    "upkeep:open_for": (_neighbour,),
    "keep:report": (lambda key: {}, lambda key: _stamped(text="Die Nummer ist falsch.")),
    "keep:reported": (lambda key: {},),
    "upkeep:reports": (lambda key: {},),
    "upkeep:one_report": (_report, lambda key: {"result": "right", "reason": "Angerufen."}),
    "upkeep:send_visits": (
        lambda key: {"slug": house(key).slug},
        lambda key: {"address": "familie@haus.example"},
    ),
}
