"""Where the drill of requests kills: named steps inside a deed. A step is reached when a function
of the installation begins or ends; it is wrapped by its name, the installation knows nothing of it.
A trap that was laid at a step springs once, in whichever process comes there first.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

TRAPS = "NAHTLOS_DRILL_TRAPS"  # the folder in which traps are laid
RESPONSE = "response"
ROOM = "nahtlos.referrals.actions"
CASES = "nahtlos.cases.actions"
GROUND = "nahtlos.foundation"


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of a deed. `place` is module:function as it is looked up there; with `only` just
    those calls count that have this word among their arguments. `deed` says who comes along here.
    """

    name: str
    deed: str
    place: str
    after: bool = False
    only: str = ""


STEPS = (
    Step("key-given", "send", f"{ROOM}.sending:give_key", after=True),
    Step("package-written", "send", f"{ROOM}.sending:pack", after=True),
    Step("link-issued", "send", f"{GROUND}.letters:post", only="referral"),
    Step("letter-without-job", "send", "procrastinate.tasks:Task.defer"),
    Step("job-before-the-row", "send", f"{ROOM}.sending:tell_receiver", after=True),
    Step("before-the-case-waits", "send", f"{ROOM}.sending:mark_waiting"),
    Step("before-the-chain", "send", f"{GROUND}.audit:record", only="sent"),
    Step("before-the-commit", "send", f"{GROUND}.audit:record", after=True, only="sent"),
    Step("before-the-answer", "send", RESPONSE, only="/senden/"),
    Step("before-the-mail", "mail", f"{GROUND}.letters:deliver"),
    Step("mail-begins", "mail", f"{GROUND}.letters:EmailMessage.send"),
    Step("mail-taken", "mail", f"{GROUND}.letters:EmailMessage.send", after=True),
    Step("before-the-event", "answer", f"{ROOM}.answering:note", only="accepted"),
    Step("after-the-event", "answer", f"{ROOM}.answering:note", after=True, only="accepted"),
    Step("sender-told", "answer", f"{ROOM}.answering:tell_sender", after=True),
    Step("answered-unsaid", "answer", RESPONSE, only="/antwort/"),
    Step("revocation-written", "withdraw", f"{ROOM}.consent:mark_withdrawn", after=True),
    Step("key-deleted", "withdraw", f"{ROOM}.consent:silence_receiver"),
    Step("links-closed", "withdraw", f"{ROOM}.consent:silence_receiver", after=True),
    Step("withdrawn-unsaid", "withdraw", RESPONSE, only="/widerruf/"),
    Step("steps-moved", "move", f"{CASES}.fitting:_write", after=True),
    Step("before-next-due", "move", f"{CASES}.fitting:touch_next_due"),
    Step("date-written", "move", f"{ROOM}.release:write_release", after=True),
    Step("one-partner-renewed", "move", f"{ROOM}.release:repack", after=True),
    Step("partner-untold", "move", f"{ROOM}.release:tell_receiver"),
    Step("code-counted", "code", f"{GROUND}.links:try_code", after=True),
    Step("code-tried", "code", f"{GROUND}.links:try_code"),
    Step("code-without-letter", "code", f"{GROUND}.letters:post", only="referral_code"),
)
BY_NAME = {step.name: step for step in STEPS}
Fall = Callable[[], None]


def _kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _backend() -> int:
    connection = connections["default"]
    connection.ensure_connection()
    pid: int = connection.connection.info.backend_pid
    return pid


def end_my_connection() -> None:
    """The connection to the database that this thread is on is ended by the database."""
    pid, place = _backend(), connections["default"].get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    known = {name: place[name] for name in names if place.get(name)}
    with psycopg.connect(**known, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _kill_backend() -> None:
    os.kill(_backend(), signal.SIGKILL)


def _kill_database() -> None:
    """The first process of the database is the parent of every other."""
    stat = Path(f"/proc/{_backend()}/stat").read_text(encoding="utf-8")
    os.kill(int(stat.rpartition(")")[2].split()[1]), signal.SIGKILL)


WAYS: dict[str, Fall] = {
    "process": _kill_myself,
    "connection": end_my_connection,
    "backend": _kill_backend,
    "database": _kill_database,
}


def lay(folder: Path, name: str, way: str) -> Path:
    """Lay a trap at the step NAME; gone once it has sprung."""
    trap = folder / f"{BY_NAME[name].name}.{way}"
    trap.touch()
    return trap


def _spring(step: Step) -> None:
    """Fall into the trap at STEP where one is laid."""
    for way, fall in WAYS.items():
        trap = Path(os.environ[TRAPS]) / f"{step.name}.{way}"
        try:
            trap.rename(trap.with_name(f"sprung-{trap.name}"))
        except FileNotFoundError:
            continue
        fall()


def _wrapped(step: Step, inner: Callable[..., Any], spring: Callable[[Step], None]) -> Any:  # noqa: ANN401 (stands for INNER)
    @wraps(inner)
    def reached(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (as INNER)
        fits = not step.only or step.only in {str(one) for one in args if isinstance(one, str)}
        if fits and not step.after:
            spring(step)
        found = inner(*args, **kwargs)
        if fits and step.after:
            spring(step)
        return found

    return reached


def place_of(step: Step) -> tuple[Any, str]:
    """(what holds the function, its name there)."""
    module, _, path = step.place.partition(":")
    *owners, name = path.split(".")
    holder: Any = import_module(module)
    for owner in owners:
        holder = getattr(holder, owner)
    return holder, name


def wrap(step: Step, spring: Callable[[Step], None] = _spring) -> None:
    """From now on SPRING is called whenever STEP is reached in this process."""
    holder, name = place_of(step)
    setattr(holder, name, _wrapped(step, getattr(holder, name), spring))


def wrap_all() -> None:
    """Every step that is a function."""
    for step in STEPS:
        if step.place != RESPONSE:
            wrap(step)


def answering(application: Callable[..., Any]) -> Callable[..., Any]:
    """APPLICATION, with the steps between its last commit and the first byte of its answer."""

    def reached(environ: dict[str, Any], start: Callable[..., Any]) -> Any:  # noqa: ANN401 (as WSGI)
        answer = application(environ, start)
        for step in STEPS:
            posted = environ["REQUEST_METHOD"] == "POST"
            if step.place == RESPONSE and posted and environ["PATH_INFO"].endswith(step.only):
                _spring(step)
        return answer

    return reached
