"""`@page` gives a view its policy, its methods and the expected answer for every kind of actor;
without it nothing starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from nahtlos.foundation.access.actor import Actor, Decision, Role

STAFF = frozenset(str(role) for role in Role)
EVERYBODY = STAFF | {"visitor", "link"}


class Policy(Protocol):
    """A page's policy: decides from the actor alone; what belongs to a thing is decided by the
    fetch.
    """

    def __call__(self, actor: Actor) -> Decision: ...


@dataclass(frozen=True, slots=True)
class Cases:
    """The declared expectation the access matrix checks.

    opens: actors who succeed on their own organisation's thing (or on a page without one).
    reads: colleagues who may know that the page exists; they get 403.
    owned: the page shows a thing of an organisation, so a foreign one is a third case that answers
    404 to everybody.
    need_to_know: only its members read the thing, so for everybody else in the same organisation
    it is as foreign.
    public: a foreign thing answers like an own one.
    get, post: the status of success. other: what everybody else on staff gets. visitor: what a
    visitor gets on a staff page.
    """

    opens: frozenset[str] = EVERYBODY
    reads: frozenset[str] = frozenset()
    owned: bool = False
    need_to_know: bool = False
    public: bool = False
    get: int = 200
    post: int = 302
    other: int = 404
    visitor: int = 302

    @classmethod
    def staff(cls, *roles: Role, **more: Any) -> "Cases":
        """Opens for ROLES (all nine where none is named)."""
        return cls(opens=frozenset(str(r) for r in roles) or STAFF, **more)


@dataclass(frozen=True, slots=True)
class PageRule:
    """What `@page` declared. kept: the same bytes for everybody, so that they may be kept for a
    moment (`keeping`). stepped_up: what is sent there needs the password or a code of the last ten
    minutes; the middleware of the sign-in asks for it.
    """

    policy: Policy
    methods: tuple[str, ...]
    cases: Cases
    kept: bool = False
    stepped_up: bool = False


View = TypeVar("View", bound=Callable[..., Any])


def page(
    policy: Policy,
    *,
    methods: tuple[str, ...] = ("GET",),
    cases: Cases,
    kept: bool = False,
    stepped_up: bool = False,
) -> Callable[[View], View]:
    """Declare a view's policy, methods and expected answers."""
    if stepped_up and "POST" not in methods:
        raise ValueError("only what is sent can be confirmed")

    def declare(view: View) -> View:
        view.page_rule = PageRule(  # type: ignore[attr-defined]
            policy, methods, cases, kept, stepped_up
        )
        return view

    return declare


def rule_of(view: object) -> PageRule | None:
    """The declaration of VIEW, or None."""
    rule = getattr(view, "page_rule", None)
    return rule if isinstance(rule, PageRule) else None


@dataclass(frozen=True, slots=True)
class MountedPage:
    """One URL pattern with the view behind it."""

    route: str
    name: str
    view: Callable[..., Any]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> list[MountedPage]:
    found = []
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += _walk(entry.url_patterns, route, inner)
        else:
            found.append(MountedPage(route, f"{space}{entry.name}", entry.callback))
    return found


def mounted_pages() -> list[MountedPage]:
    """Every URL pattern of the installation."""
    return _walk(get_resolver().url_patterns, "/", "")


def actor_of(request: HttpRequest) -> Actor:
    """The actor the middleware put on the request."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise TypeError("request without an actor")
    return actor


def page_number(request: HttpRequest, last: int = 500) -> int:
    """The page of a list that `seite` names, from 1 to LAST; 1 for what is no number."""
    typed = request.GET.get("seite", "1")
    return min(max(int(typed), 1), last) if typed.isdecimal() and len(typed) < 6 else 1
