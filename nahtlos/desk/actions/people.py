"""Tells the demonstration's persons through the product's own actions, on the days it happened."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from nahtlos.cases.actions import (
    NewCase,
    StepChange,
    answer_question,
    change_step,
    edit_stay,
    end_stay,
    open_case,
    open_plan,
    reassign,
    set_circumstances,
)
from nahtlos.cases.models import Case, Stay, Step, StepState
from nahtlos.consents.actions import prepare_consent, sign_consent
from nahtlos.consents.models import Consent
from nahtlos.desk.actions.conferences import tell_conference
from nahtlos.desk.cast import BY_KEY
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN, now, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Account, Membership
from nahtlos.people.queries import running_memberships, staff_actor
from nahtlos.referrals.actions import (
    Answered,
    ReferralDraft,
    answer_referral,
    draft_referral,
    pursue_silence,
    send_referral,
    withdraw_consent,
)
from nahtlos.referrals.models import Referral

PEOPLE: Final = Path(__file__).resolve().parent.parent / "world" / "data" / "people.toml"
SETTLED_DAYS: Final = 5
Told = Mapping[str, Any]


def _member(key: str) -> Membership:
    account = Account.objects.get(email=BY_KEY[key].email)
    with tenant(None, account.pk):
        return running_memberships(account.pk)[0]


def actor_of_cast(key: str) -> Actor:
    """Somebody of the cast, in her organisation."""
    member = _member(key)
    return staff_actor(member.account, member)


def _day(today: date, entry: Told, name: str) -> date | None:
    """The day `NAME_in` or `NAME_ago` means; None where nothing is said."""
    if f"{name}_in" in entry:
        return today + timedelta(days=entry[f"{name}_in"])
    return today - timedelta(days=entry[f"{name}_ago"]) if f"{name}_ago" in entry else None


def _open(actor: Actor, entry: Told, today: date) -> Case:
    return open_case(
        actor=actor,
        values=NewCase(
            given_name=entry.get("given", ""),
            family_name=entry.get("family", ""),
            called=entry.get("called", ""),
            born_on=entry.get("born"),
            external_code=entry.get("external", ""),
            prison_code=entry["prison"],
            custody=entry["custody"],
            admitted_on=_day(today, entry, "admitted"),
            scenario=entry["scenario"],
            release_on=_day(today, entry, "release"),
        ),
    )


def _prepare(actor: Actor, case: Case, entry: Told, today: date) -> None:
    """Further dates, what is known of the person, the plan, who stands in."""
    ends = _day(today, entry, "end")
    if ends:
        stay = Stay.objects.get(case=case)
        edit_stay(actor=actor, case=case, values={"end": ends}, version=version_of(stay))
    known = {tag: answer for answer in ("yes", "no") for tag in entry.get(answer, ())}
    case.refresh_from_db()
    set_circumstances(actor=actor, case=case, values=known, version=version_of(case))
    open_plan(actor=actor, case=case)
    if "deputy" in entry:
        lead, deputy = _member(entry["lead"]), _member(entry["deputy"])
        reassign(actor=actor, case=case, lead=lead, deputy=deputy)


def _finish(actor: Actor, case: Case, entry: Told) -> None:
    for done in entry.get("done", ()):
        step = Step.objects.filter(case=case, code=done["step"]).first()
        if step is None:
            raise LookupError(f"{entry['key']}: {done['step']} is not in the plan")
        with told(done["ago"]):
            change = StepChange(
                state=StepState.DONE, done_on=now().date(), evidence=done["evidence"]
            )
            change_step(actor=actor, step=step, change=change, version=version_of(step))


def _settle(actor: Actor, case: Case, entry: Told, today: date) -> None:
    """What was due long ago is done, and what was asked long ago is answered: nobody leaves a plan
    lying.
    """
    before = today - timedelta(days=entry.get("settled_ago", SETTLED_DAYS))
    for step in Step.objects.filter(case=case, state=StepState.OPEN, due_on__lt=before):
        on = min(step.due_on or before, today - timedelta(days=1))
        change = StepChange(state=StepState.DONE, done_on=on, evidence="self_report")
        if step.unclear:
            change = StepChange(state=StepState.NOT_APPLICABLE, reason="Gemeinsam geklärt.")
        change_step(actor=actor, step=step, change=change, version=version_of(step))


def _answer_questions(actor: Actor, case: Case, entry: Told) -> None:
    for answer in entry.get("answers", ()):
        values = {name: answer.get(name, "") for name in ("words", "place", "phone")}
        values["state"] = answer["state"]
        answer_question(
            actor=actor, case=case, question=answer["question"], values=values, version=""
        )


def _consent(actor: Actor, case: Case, ask: Told, today: date) -> Consent:
    with told(ask["ago"] + 1):
        signed = now().date()
        ends = _day(today, ask, "consent_ends") or signed + timedelta(days=182)
        consent = prepare_consent(
            actor=actor,
            case=case,
            values={
                "to_organisation": Organisation.objects.get(key=ask["to"]),
                "to_function": ask["function"],
                "from_function": "Fallführung",
                "purpose": ask.get("purpose", "housing"),
                "categories": ask["categories"],
                "extent": ["status"],
                "valid_from": signed,
                "valid_until": ends,
            },
        )
        values = {"signed_on": signed, "informed_on": signed, "form": "paper"}
        values["given_in"] = "custody"
        return sign_consent(
            actor=actor, consent=consent, values=values, version=version_of(consent)
        )


def _meeting(today: date, answer: Told) -> datetime | None:
    on = _day(today, answer, "meeting")
    return datetime.combine(on, time(10, 30), BERLIN) if on else None


def _ask(actor: Actor, case: Case, ask: Told, today: date) -> None:
    consent = _consent(actor, case, ask, today)
    with told(ask["ago"]):
        draft = ReferralDraft(
            to_organisation=consent.to_organisation,
            words=ask["words"],
            categories=tuple(ask["categories"]),
            topic=ask["topic"],
            pseudonymous=ask.get("pseudonymous", False),
            step_code=ask["step"],
        )
        referral = send_referral(
            actor=actor, referral=draft_referral(actor=actor, case=case, values=draft)
        )
    for answer in ask.get("answers", ()):
        _receive(referral, answer, today)
    if "withdrawn_ago" in ask:
        with told(ask["withdrawn_ago"]):
            withdraw_consent(actor=actor, consent=consent, channel="phone")


def _receive(referral: Referral, answer: Told, today: date) -> None:
    """What the other agency says, in its own house."""
    there = next(m for m in BY_KEY.values() if m.organisation == referral.to_organisation.key)
    receiver = actor_of_cast(there.key)
    with tenant(receiver.organisation, receiver.account_id), told(answer["ago"]):
        answer_referral(
            actor=receiver,
            referral=Referral.objects.get(pk=referral.pk),
            answer=Answered(
                move=answer["move"],
                meeting_at=_meeting(today, answer),
                words=answer.get("words", ""),
                outcome=answer.get("outcome", ""),
            ),
            channel="inbox",
        )


def _tell(entry: Told, today: date) -> None:
    actor = actor_of_cast(entry["lead"])
    with tenant(actor.organisation, actor.account_id):
        with told(entry["opened_ago"]):
            case = _open(actor, entry, today)
            _prepare(actor, case, entry, today)
        _finish(actor, case, entry)
        _settle(actor, case, entry, today)
        _answer_questions(actor, case, entry)
        for ask in entry.get("asks", ()):
            _ask(actor, case, ask, today)
        for meeting in entry.get("conferences", ()):
            tell_conference(actor, case, meeting, today)
        if entry.get("released"):
            out = today + timedelta(days=entry["release_in"])
            end_stay(actor=actor, case=case, how="released", on=out)


def load_people(today: date) -> int:
    """Tell every person, once: what the demonstration's users did with them stays. How many were
    told.
    """
    home = actor_of_cast("aylin")
    with tenant(home.organisation):
        if Case.objects.exists():
            return 0
    entries = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["person"]
    for entry in entries:
        _tell(entry, today)
    pursue_silence(home.organisation, today)
    return len(entries)
