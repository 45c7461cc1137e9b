"""Everything people do with consents: prepare, sign, discard, note a law, take a withdrawal
down.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.held import held, plausible
from nahtlos.cases.models import Case
from nahtlos.consents import policy
from nahtlos.consents.models import (
    Channel,
    Consent,
    ConsentKind,
    Direction,
    Form,
    GivenIn,
    Insight,
    Revocation,
)
from nahtlos.consents.queries import birth_date, own_kind, paper_hash
from nahtlos.consents.rules import scope
from nahtlos.consents.rules.standing import is_minor
from nahtlos.consents.rules.texts import JUSTIZ, NOTICE, current, regime_of
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version

BY_LAW: Final = "law"


def _account(actor: Actor) -> UUID:
    if actor.account_id is None:
        raise LookupError("a consent is written down by somebody")
    return actor.account_id


def _number(actor: Actor) -> str:
    rows = Consent.objects.filter(organisation_id=actor.organisation)
    return free_code("E", lambda number: rows.filter(number=number).exists())


@states(
    "Einwilligung",
    "Eine Einwilligung gilt für eine einzige Stelle, einen Zweck und einzeln genannte Angaben; "
    "„alle Angaben“ und „alle Behörden“ gibt es nicht.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/consents/test_prepare.py::test_there_is_no_code_for_everything",
        "tests/consents/test_pages_new.py::test_special_kinds_stand_apart_and_none_is_ticked_for_her",
    ),
)
def _require_scope(actor: Actor, values: Mapping[str, Any]) -> None:
    """One receiver outside, named kinds of data, and a function there."""
    if values["to_organisation"].pk == actor.organisation:
        raise Refused(
            "In der eigenen Organisation braucht es keine Einwilligung für die Weitergabe.",
            field="receiver",
        )
    if not str(values["to_function"]).strip():
        raise Refused("Bitte nennen Sie, wer dort zuständig ist.", field="to_function")
    codes = list(values["categories"])
    if not codes or scope.unknown_codes(codes):
        raise Refused("Bitte kreuzen Sie einzeln an, um welche Angaben es geht.", field="plain")


def _require_dates(valid_from: date, valid_until: date) -> None:
    plausible(valid_from, "valid_from")
    plausible(valid_until, "valid_until")
    if valid_until < valid_from:
        raise Refused("Das Ende kann nicht vor dem Anfang liegen.", field="valid_until")
    if valid_until > scope.latest_until(valid_from):
        raise Refused(
            "Länger als ein Jahr gilt keine Einwilligung. Danach fragen Sie die Person neu.",
            field="valid_until",
        )


def _require_purpose(values: Mapping[str, Any]) -> None:
    if values["purpose"] not in scope.PURPOSES:
        raise Refused("Bitte wählen Sie, wofür die Angaben gebraucht werden.", field="purpose")
    if values["purpose"] == "other" and not str(values.get("purpose_words", "")).strip():
        raise Refused("Bitte sagen Sie in einem Satz, wofür.", field="purpose_words")
    if not values["extent"] or set(values["extent"]) - set(scope.EXTENTS):
        raise Refused("Bitte wählen Sie, wie viel weitergegeben wird.", field="extent")
    if values.get("direction", Direction.ONE_WAY) not in Direction.values:
        raise Refused("Bitte wählen Sie die Richtung.", field="direction")


def _draft(actor: Actor, case: Case, values: Mapping[str, Any]) -> Consent:
    """What every consent and notice has; not saved yet."""
    consent = Consent(
        organisation_id=actor.organisation,
        case=case,
        number=_number(actor),
        from_function=values["from_function"],
        to_organisation=values["to_organisation"],
        to_function=values["to_function"],
        purpose_words=values.get("purpose_words", ""),
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
        condition=values.get("condition", ""),
        given_in=values.get("given_in", GivenIn.CUSTODY),
        entered_by=_account(actor),
    )
    consent.categories = scope.in_order(values["categories"])
    return consent


@transaction.atomic
def prepare_consent(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Consent:
    """Write down what a person is asked to allow, to be printed and signed; until then it allows
    nothing. A wider or narrower consent is a new one: nothing is added to a signature.

    VALUES: to_organisation (Organisation), to_function, from_function, purpose (code), categories
    (codes), extent (codes), valid_from, valid_until; purpose_words, direction, condition,
    given_in, language where there is something to say.
    """
    require(policy.can_prepare_consent(actor))
    case = held(actor, case)
    _require_scope(actor, values)
    _require_purpose(values)
    _require_dates(values["valid_from"], values["valid_until"])
    wording = current(regime_of(own_kind(actor)), str(values.get("language", "de")))
    consent = _draft(actor, case, values)
    consent.text_version, consent.language = wording.version, wording.language
    consent.purpose = values["purpose"]
    consent.extent = [code for code in scope.EXTENTS if code in values["extent"]]
    consent.direction = values.get("direction", Direction.ONE_WAY)
    consent.text_hash = paper_hash(consent)
    consent.save(force_insert=True)
    note_event(actor=actor, case=case, verb="consent_prepared", about=consent.number)
    audit.record(actor, Verb.CREATED, "consent", consent.number, {"text": consent.text_version})
    return consent


def _held_consent(actor: Actor, consent: Consent) -> Consent:
    """CONSENT as it is now, locked, with its case locked before it; Http404 for everybody who is
    not on the case.
    """
    case = held(actor, consent.case)
    found = Consent.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    current_one = found.select_related("to_organisation").filter(pk=consent.pk, case=case).first()
    if current_one is None:
        raise Http404
    current_one.case = case
    return current_one


def _require_signature(consent: Consent, values: Mapping[str, Any]) -> None:
    """A day that can be, and whoever else had to be there."""
    signed_on, informed_on = values["signed_on"], values["informed_on"]
    plausible(signed_on, "signed_on")
    plausible(informed_on, "informed_on")
    if signed_on > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field="signed_on")
    if consent.valid_until is not None and signed_on > consent.valid_until:
        raise Refused(
            "Da war die Zeit auf dem Blatt schon abgelaufen. Bitte bereiten Sie ein neues vor.",
            field="signed_on",
        )
    if informed_on > signed_on:
        raise Refused("Erklärt wird vor der Unterschrift.", field="informed_on")
    if values["form"] not in Form.values or values["given_in"] not in GivenIn.values:
        raise Refused("Bitte wählen Sie etwas aus.", field="form")
    if values["form"] == Form.WITNESSED and not str(values.get("interpreter", "")).strip():
        raise Refused("Bitte nennen Sie, wer dabei war.", field="interpreter")


@states(
    "Einwilligung",
    "Bei Minderjährigen entscheidet ein Mensch, wessen Wille zählt. Das Alter gibt nur einen "
    "Hinweis.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/consents/test_sign.py::test_for_a_minor_somebody_must_choose_whose_will_counts",
    ),
)
def _insight(consent: Consent, values: Mapping[str, Any]) -> str:
    chosen = str(values.get("insight") or "")
    if not chosen and not is_minor(birth_date(consent.case.client), values["signed_on"]):
        return str(Insight.SELF)
    if chosen not in Insight.values:
        raise Refused("Bitte wählen Sie, wer entschieden hat.", field="insight")
    return chosen


@transaction.atomic
def sign_consent(
    *, actor: Actor, consent: Consent, values: Mapping[str, Any], version: str
) -> Consent:
    """The person has signed what was printed: from now on it allows what stands on it. Twice is
    once.

    VALUES: signed_on, informed_on (when she was told that refusing has no disadvantage), form,
    given_in; insight, interpreter where there is something to say. Refused where anything on the
    sheet has changed since it was prepared: the name of an office, the person's own name.
    """
    require(policy.can_prepare_consent(actor))
    consent = _held_consent(actor, consent)
    if consent.signed_on is not None and consent.signed_on == values["signed_on"]:
        return consent
    if consent.signed_on is not None:
        raise Refused("Diese Einwilligung ist schon als unterschrieben eingetragen.")
    require_version(consent, version)
    _require_signature(consent, values)
    if paper_hash(consent) != consent.text_hash:
        raise Refused(
            "Seit dem Druck hat sich etwas geändert, das auf dem Blatt steht. Bitte bereiten Sie"
            " eine neue Fassung vor und lassen Sie diese unterschreiben."
        )
    consent.insight = _insight(consent, values)
    for name in ("signed_on", "informed_on", "form", "given_in"):
        setattr(consent, name, values[name])
    consent.interpreter = values.get("interpreter", "")
    consent.save()
    note_event(actor=actor, case=consent.case, verb="consent_signed", about=consent.number)
    audit.record(
        actor, Verb.CONSENTED, "consent", consent.number, {"form": consent.form, "text": "sha256"}
    )
    return consent


@transaction.atomic
def discard_consent(*, actor: Actor, consent: Consent) -> None:
    """Throw away what nobody signed."""
    require(policy.can_prepare_consent(actor))
    consent = _held_consent(actor, consent)
    if consent.signed_on is not None:
        raise Refused("Was unterschrieben ist, wird nicht verworfen, sondern widerrufen.")
    consent.delete()
    note_event(actor=actor, case=consent.case, verb="consent_discarded", about=consent.number)
    audit.record(actor, Verb.ENDED, "consent", consent.number)


@transaction.atomic
def record_notice(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Consent:
    """Somebody is told something without consent, on a worker's own view of the law: what, whom,
    which provision, whether the person knows. Nobody can withdraw it; it ends by its date.

    VALUES: as for a consent, with legal_basis (code), purpose_words (why), and either informed_on
    or condition (why the person is not told yet); no purpose, extent or direction.
    """
    require(policy.can_prepare_consent(actor))
    case = held(actor, case)
    _require_scope(actor, values)
    _require_dates(values["valid_from"], values["valid_until"])
    _require_law(actor, values)
    notice = _draft(actor, case, values)
    wording = current(NOTICE)
    notice.kind, notice.purpose = ConsentKind.NOTICE, BY_LAW
    notice.text_version, notice.language = wording.version, wording.language
    notice.legal_basis, notice.extent = values["legal_basis"], ["status"]
    notice.informed_on, notice.signed_on = values.get("informed_on"), today()
    notice.text_hash = paper_hash(notice)
    notice.save(force_insert=True)
    note_event(actor=actor, case=case, verb="notice_recorded", about=notice.number)
    audit.record(actor, Verb.CREATED, "notice", notice.number, {"legal_basis": notice.legal_basis})
    return notice


def _require_law(actor: Actor, values: Mapping[str, Any]) -> None:
    basis, informed_on = values["legal_basis"], values.get("informed_on")
    if basis not in scope.LEGAL_BASES:
        raise Refused("Bitte nennen Sie die gesetzliche Grundlage.", field="legal_basis")
    if basis == "prison_notice" and regime_of(own_kind(actor)) != JUSTIZ:
        raise Refused("Diese Grundlage gibt es nur für den Justizvollzug.", field="legal_basis")
    if not str(values.get("purpose_words", "")).strip():
        raise Refused("Bitte sagen Sie in einem Satz, warum.", field="purpose_words")
    if informed_on is None and not str(values.get("condition", "")).strip():
        raise Refused(
            "Bitte tragen Sie ein, wann die Person davon erfahren hat, oder warum noch nicht.",
            field="informed_on",
        )
    if informed_on is not None and informed_on > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field="informed_on")


@states(
    "Einwilligung",
    "Ein Widerruf gilt sofort, ohne Begründung und auf jedem Weg. Zweimal aufgenommen gilt er "
    "einmal.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/consents/test_withdrawal.py::test_it_allows_nothing_from_this_moment_on",
        "tests/consents/test_withdrawal.py::test_twice_is_once",
    ),
)
@transaction.atomic
def mark_withdrawn(*, actor: Actor, consent: Consent, channel: str) -> Revocation:
    """The person takes her consent back, over CHANNEL; whoever takes it down need not be on the
    case. What rests on it is stopped by the deed above this one.
    """
    require(policy.can_take_withdrawal(actor))
    rows = Consent.objects.filter(organisation_id=actor.organisation, pk=consent.pk)
    consent = rows.select_for_update(of=("self",), no_key=True).select_related("case").get()
    known = Revocation.objects.filter(consent=consent).first()
    if known is not None:
        return known
    if consent.kind == ConsentKind.NOTICE:
        raise Refused("Eine gesetzliche Mitteilung beruht nicht auf einer Einwilligung.")
    if consent.signed_on is None:
        raise Refused("Sie ist nicht unterschrieben und erlaubt noch nichts.")
    if channel not in Channel.values:
        raise Refused("Bitte wählen Sie, wie der Widerruf kam.", field="channel")
    revocation = Revocation(
        organisation_id=consent.organisation_id,
        consent=consent,
        at=now(),
        channel=channel,
        taken_by=_account(actor),
    )
    revocation.save(force_insert=True)
    note_event(
        actor=actor,
        case=consent.case,
        verb="consent_withdrawn",
        about=consent.number,
        detail={"channel": channel},
    )
    audit.record(actor, Verb.REVOKED, "consent", consent.number, {"channel": channel})
    return revocation


@transaction.atomic
def note_sheet_printed(*, actor: Actor, consent: Consent) -> None:
    """Somebody takes the sheet out of the portal."""
    require(policy.can_see_consents(actor))
    audit.record(actor, Verb.PRINTED, "consent", consent.number)
