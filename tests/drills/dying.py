"""A process that does one deed on a request and dies at a named step of it:
`python -m tests.drills.dying DEED STEP HOW ID [WHO]`.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

SENDING = "nahtlos.referrals.actions.sending"
ANSWERING = "nahtlos.referrals.actions.answering"
CONSENT = "nahtlos.referrals.actions.consent"
RELEASE = "nahtlos.referrals.actions.release"
AUDIT = "nahtlos.foundation.audit.record"
BEFORE, AFTER = "before", "after"
# {deed: {step: (function, when)}}; the step "committed" comes after the deed.
STEPS: dict[str, dict[str, tuple[str, str]]] = {
    "send": {
        "before the package": (f"{SENDING}.pack", BEFORE),
        "package but no letter": (f"{SENDING}.pack", AFTER),
        "letter and job but no event": (f"{SENDING}.tell_receiver", AFTER),
        "event but no line in the case": (f"{SENDING}.note", AFTER),
        "between package and audit": (AUDIT, BEFORE),
        "audited but not committed": (AUDIT, AFTER),
    },
    "accept": {
        "before the event": (f"{ANSWERING}.note", BEFORE),
        "event but nobody took it": (f"{ANSWERING}.note", AFTER),
        "before the sender is told": (f"{ANSWERING}._tell", BEFORE),
        "sender told but not audited": (f"{ANSWERING}._tell", AFTER),
    },
    "withdraw": {
        "revocation but still readable": (f"{CONSENT}.mark_withdrawn", AFTER),
        "key gone but no event": (f"{CONSENT}.note", BEFORE),
        "links still open": (f"{CONSENT}.silence_receiver", BEFORE),
        "sender not told": (f"{CONSENT}.tell_sender", BEFORE),
    },
    "move": {
        "plan moved but partners not told": (f"{RELEASE}.write_release", AFTER),
        "between package and event": (f"{RELEASE}.note", BEFORE),
        "before the letter": (f"{RELEASE}.tell_receiver", BEFORE),
    },
}
COMMITTED = "committed"


def die(how: str) -> None:
    """Die as HOW says: this process, its database connection, or the database itself, which whoever
    started this process kills when it is told so.
    """
    from django.db import connection

    if how == "process":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "backend":
        import psycopg

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        with psycopg.connect(os.environ["DRILL_OWNER"], autocommit=True) as direct:
            direct.execute("SELECT pg_terminate_backend(%s)", [pid])
    else:
        print("HERE", flush=True)
        sys.stdin.readline()


def _dying(target: str, when: str, how: str) -> Any:  # noqa: ANN401 (a patch)
    module, _, name = target.rpartition(".")
    from importlib import import_module

    real: Callable[..., Any] = getattr(import_module(module), name)

    def instead(*args: Any, **values: Any) -> Any:  # noqa: ANN401
        if when == BEFORE:
            die(how)
        answer = real(*args, **values)
        if when == AFTER:
            die(how)
        return answer

    return patch(target, instead)


def deeds() -> dict[str, Callable[[UUID], None]]:
    """{deed: what is done to the thing with this id}."""
    from nahtlos.cases.models import Case
    from nahtlos.consents.models import Consent
    from nahtlos.foundation.tenancy import tenant
    from nahtlos.foundation.versions import version_of
    from nahtlos.referrals import actions
    from nahtlos.referrals.models import Referral
    from tests.cast import actor

    def as_(who: str, do: Callable[[Any], object]) -> None:
        somebody = actor(who)
        with tenant(somebody.organisation, somebody.account_id):
            do(somebody)

    def move(somebody: Any, key: UUID) -> None:  # noqa: ANN401
        case = Case.objects.get(pk=key)
        stay = case.stays.get(ended_on=None)
        on = stay.release_on + timedelta(days=1)
        actions.move_release(
            actor=somebody,
            case=case,
            scenario="two_thirds",
            on=on,
            approved=(),
            version=version_of(case),
        )

    return {
        "send": lambda key: as_(
            "aylin",
            lambda who: actions.send_referral(actor=who, referral=Referral.objects.get(pk=key)),
        ),
        "accept": lambda key: as_(
            "cem",
            lambda who: actions.answer_referral(
                actor=who,
                referral=Referral.objects.get(pk=key),
                answer=actions.Answered(move="accepted", words="Gern."),
                channel="inbox",
            ),
        ),
        "withdraw": lambda key: as_(
            "aylin",
            lambda who: actions.withdraw_consent(
                actor=who, consent=Consent.objects.get(pk=key), channel="phone"
            ),
        ),
        "move": lambda key: as_("aylin", lambda who: move(who, key)),
    }


def main() -> None:
    """Do it, and die."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahtlos.config.settings")
    import django

    django.setup()
    deed, step, how, key = sys.argv[1:5]
    with ExitStack() as stack:
        if step != COMMITTED:
            stack.enter_context(_dying(*STEPS[deed][step], how))
        deeds()[deed](UUID(key))
    if step == COMMITTED:
        die(how)


if __name__ == "__main__":
    main()
