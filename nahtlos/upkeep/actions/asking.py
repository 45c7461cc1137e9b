"""One neutral letter, one reminder, then a telephone call."""

from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from nahtlos.directory.models import Offer, VisitingFact
from nahtlos.foundation import audit, letters, links
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.provenance import State
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from nahtlos.organisations.queries import common_mailbox, office_for
from nahtlos.upkeep import policy
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.rules import asking as rules

OBJECT: Final = "confirmation"
RUNNING: Final = "Diese Stelle ist schon gefragt und hat noch Zeit zu antworten."
NO_MAILBOX: Final = (
    "Von dieser Stelle ist keine E-Mail-Adresse bekannt. Rufen Sie bitte an und öffnen Sie dabei"
    " die Seite mit ihren Angaben."
)


@states(
    "Verzeichnis",
    "Wer etwas über sich ins Verzeichnis schreibt, wird vor Ablauf eines halben Jahres einmal"
    " gefragt, ob es noch stimmt, einmal erinnert und dann angerufen.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_asking.py::test_the_night_asks_reminds_once_and_then_leaves_it_to_a_call",
        "tests/upkeep/test_asking.py::test_what_nobody_ever_confirmed_is_not_asked_for_by_itself",
    ),
)
def watch(organisation_id: UUID, day: date) -> int:
    """What DAY brings to one organisation: a first letter where something it confirmed gets old, or
    the next step of the request that is open. How many steps were taken.
    """
    with tenant(organisation_id):
        home = Organisation.objects.select_related("land").get(pk=organisation_id)
        rows = ConfirmationRequest.objects.filter(to_organisation=home, closed_on=None)
        running = list(rows.select_for_update(skip_locked=True))
        steps = sum(_step(home, request, day) for request in running)
        if running or not _gets_old(home, day):
            return steps
        if rows.exists():
            return steps  # another worker has it in hand
        office = office_for(home)
        box = common_mailbox(home)
        if office is None or not box or _asked_lately(home, day):
            return steps
        actor = Actor(kind=Kind.JOB, organisation_id=organisation_id)
        _ask(actor, home, office, box, day)
        return steps + 1


def _gets_old(home: Organisation, day: date) -> bool:
    """Whether something the organisation once confirmed is due again."""
    confirmed = {"organisation": home, "facts_state": State.CONFIRMED}
    limit = day - rules.ASK_AFTER
    sure = home.facts.state is State.CONFIRMED
    return (
        (sure and rules.is_due(home.facts.checked_on, day))
        or Offer.objects.filter(
            **confirmed, state="published", facts_checked_on__lte=limit
        ).exists()
        or VisitingFact.objects.filter(**confirmed, facts_checked_on__lte=limit).exists()
        or ContactPerson.objects.filter(
            organisation=home, published=True, confirmed_on__lte=limit
        ).exists()
    )


def _asked_lately(home: Organisation, day: date) -> bool:
    """Whether a request ended within the time a link lives: who said nothing is not asked at once
    again.
    """
    limit = day - rules.LINK_LIFE
    rows = ConfirmationRequest.objects.filter(to_organisation=home, site_slug="")
    return rows.filter(closed_on__gt=limit).exists()


def _ask(
    actor: Actor, home: Organisation, office: Organisation, box: str, day: date, site: str = ""
) -> ConfirmationRequest:
    request = ConfirmationRequest.objects.create(
        from_organisation=office,
        to_organisation=home,
        code=new_code("B"),
        site_slug=site,
        asked_on=day,
    )
    _write(request, "confirmation", box)
    audit.record(actor, Verb.SENT, OBJECT, request.code)
    return request


def _until(request: ConfirmationRequest) -> datetime:
    last = request.asked_on + rules.LINK_LIFE
    return datetime.combine(last, time(23, 59), BERLIN)


def _link(request: ConfirmationRequest) -> str:
    token = links.issue(OBJECT, request.pk, policy.UPKEEP, _until(request))
    return reverse("keep:check", args=[token])


def _write(request: ConfirmationRequest, kind: str, box: str) -> None:
    letters.post(kind, box, _link(request), about=request.pk)


def _step(home: Organisation, request: ConfirmationRequest, day: date) -> int:
    asked = rules.Asked(request.asked_on, request.reminded_on, request.escalated_on)
    step = rules.next_of(asked, day)
    if step is None:
        return 0
    actor = Actor(kind=Kind.JOB, organisation_id=home.pk)
    verb = Verb.CLOSED
    if step is rules.Next.REMIND:
        verb, request.reminded_on = Verb.REMINDED, day
        box = "" if request.site_slug else common_mailbox(home)
        if box:
            _write(request, "confirmation_reminder", box)
    elif step is rules.Next.ESCALATE:
        verb, request.escalated_on = Verb.ESCALATED, day
        _tell_office(request)
    else:
        request.closed_on = day
        links.revoke(OBJECT, request.pk)
    request.save()
    audit.record(actor, verb, OBJECT, request.code)
    return 1


def _tell_office(request: ConfirmationRequest) -> None:
    box = common_mailbox(request.from_organisation)
    if box and request.from_organisation_id != request.to_organisation_id:
        with tenant(request.from_organisation_id):
            letters.post("confirmation_silent", box, reverse("upkeep:queue"), about=request.pk)


@transaction.atomic
def ask(*, actor: Actor, organisation: Organisation) -> ConfirmationRequest:
    """A coordination office asks an organisation to look through its entries. Refused where she is
    asked already, or where no mailbox is known.
    """
    require(policy.can_ask(actor))
    office = Organisation.objects.get(pk=actor.organisation)
    box = common_mailbox(organisation)
    if not box:
        raise Refused(NO_MAILBOX)
    return _asked_by(actor, organisation, office, box)


def _asked_by(
    actor: Actor, home: Organisation, office: Organisation, box: str, site: str = ""
) -> ConfirmationRequest:
    """In the chain of whoever asks stands that she did; the letter lies with whom it goes to."""
    if home.pk == office.pk and not site:
        raise Refused("Ihre eigenen Angaben bestätigen Sie auf Ihren eigenen Seiten.")
    audit.record(actor, Verb.SENT, OBJECT, home.slug)
    job = Actor(kind=Kind.JOB, organisation_id=home.pk)
    with tenant(home.pk):
        try:
            with transaction.atomic():
                return _ask(job, home, office, box, today(), site)
        except IntegrityError as error:
            raise Refused(RUNNING) from error


@transaction.atomic
def ask_for_visits(*, actor: Actor, site: Site, address: str) -> ConfirmationRequest:
    """The prison sends its visiting record to whoever looks after it, as a link without an account:
    to ADDRESS, which is kept only until the letter is sent. A former link to it ends.
    """
    require(policy.can_edit_visits(actor))
    home = Organisation.objects.get(pk=actor.organisation)
    rows = ConfirmationRequest.objects.filter(
        to_organisation=home, site_slug=site.slug, closed_on=None
    )
    for former in rows.select_for_update():
        former.closed_on = today()
        former.save(update_fields=["closed_on", "changed_at"])
        links.revoke(OBJECT, former.pk)
        letters.withdraw(former.pk)
    return _ask(actor, home, home, address, today(), site.slug)


@transaction.atomic
def open_for(*, actor: Actor, organisation: Organisation) -> str:
    """The address of the page with the entries of ORGANISATION, for an office that has her on the
    telephone; a request is noted where none is open. In both chains stands that it was opened.
    """
    require(policy.can_ask(actor))
    office = Organisation.objects.get(pk=actor.organisation)
    if organisation.pk == office.pk:
        raise Refused("Ihre eigenen Angaben bestätigen Sie auf Ihren eigenen Seiten.")
    audit.record(actor, Verb.OPENED, OBJECT, organisation.slug)
    with tenant(organisation.pk):
        rows = ConfirmationRequest.objects.filter(
            from_organisation=office, to_organisation=organisation, site_slug="", closed_on=None
        )
        request = rows.first()
        if request is None:
            if ConfirmationRequest.objects.filter(
                to_organisation=organisation, site_slug="", closed_on=None
            ).exists():
                raise Refused("Eine andere Koordinierungsstelle hat diese Stelle gerade gefragt.")
            request = ConfirmationRequest.objects.create(
                from_organisation=office,
                to_organisation=organisation,
                code=new_code("B"),
                asked_on=today(),
            )
        job = Actor(kind=Kind.JOB, organisation_id=organisation.pk)
        audit.record(job, Verb.OPENED, OBJECT, request.code, {"by": "office"})
        return _link(request)
