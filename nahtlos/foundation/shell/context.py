"""What every page needs for its frame: product, day, language, navigation; costs no SQL."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import is_valid_path, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nahtlos.foundation import clock
from nahtlos.foundation.access import Kind
from nahtlos.foundation.access.faces import is_staff_path
from nahtlos.foundation.shell.languages import BY_CODE, LANGUAGES, Language, for_search_engines

PRODUCT: Final = "Nahtlos"
STAFF_START: Final = "/intern/"

# Path, label, and the paths below which the item stays marked.
PUBLIC_ITEMS: Final = (
    ("/", _("Hilfe finden"), ("/suche/", "/angebot/", "/organisation/")),
    ("/haftanstalten/", _("Haftanstalten"), ("/haftanstalten/", "/haftanstalt/")),
    ("/kinder/", _("Für Kinder und Jugendliche"), ("/kinder/",)),
    ("/fachkraefte/", _("Für Fachkräfte"), ("/fachkraefte/",)),
    ("/ueber/", _("Über Nahtlos"), ("/ueber/",)),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main menu; `current` is the value of aria-current, or empty."""

    url: str
    label: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The page being read, in another language; `lang` is what the HTML attribute says."""

    url: str
    label: str
    lang: str
    icon: str
    direction: str


def language() -> str:
    """The active language, one of LANGUAGES."""
    active = get_language() or settings.LANGUAGE_CODE
    return active if active in BY_CODE else settings.LANGUAGE_CODE


@cache
def has_catalogue(code: str) -> bool:
    """Whether our own texts exist in the language CODE; German is the language they are written in.

    Django's own catalogues do not count: they would offer an English page with German sentences.
    """
    files = (Path(folder) / code / "LC_MESSAGES" / "django.mo" for folder in settings.LOCALE_PATHS)
    return code == settings.LANGUAGE_CODE or any(file.exists() for file in files)


def public_url(path: str, code: str = "") -> str:
    """PATH of the public face in the language CODE (the active one where none is given).

    Built from the path: a process that serves only the staff face has no public pages to reverse.
    """
    code = code or language()
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def _current(path: str, target: str, sections: tuple[str, ...]) -> str:
    if path == target:
        return "page"
    return "true" if path.startswith(sections) else ""


def public_navigation(request: HttpRequest) -> list[NavItem]:
    """The five entries of the public face."""
    prefix = public_url("/")[:-1]
    path = request.path.removeprefix(prefix)
    return [
        NavItem(public_url(target), str(label), _current(path, target, sections))
        for target, label, sections in PUBLIC_ITEMS
    ]


def staff_navigation(request: HttpRequest) -> list[NavItem]:
    """The entries for the roles of the actor; none before sign-in."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.kind is Kind.VISITOR:
        return []
    # By name, not by import: the foundation knows no room.
    entries = import_string("nahtlos.desk.navigation.staff_navigation")(actor)
    items = [(reverse(name), label) for name, label in entries]
    return [
        NavItem(url, label, _current(request.path, url, (url,) if url != STAFF_START else ("\0",)))
        for url, label in items
    ]


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The other languages in which this page can be read, of those that have a catalogue."""
    return [
        LanguageLink(_translated(request, one), one.own_name, one.html, one.icon, one.direction)
        for one in LANGUAGES
        if one.code != language() and has_catalogue(one.code)
    ]


def _translated(request: HttpRequest, wanted: Language) -> str:
    """The same address with the prefix of the language WANTED; the start page where this is no
    address of ours. The paths are the same in every language, so nothing is resolved again.
    """
    ours = getattr(request, "resolver_match", None) or is_valid_path(request.path)
    here = request.get_full_path().removeprefix(public_url("/")[:-1]) if ours else "/"
    return public_url(here, wanted.code)


def alternates(request: HttpRequest) -> list[tuple[str, str]]:
    """(language, address) for search engines; none where the address holds what somebody typed or
    the secret of a letter, where the page is not there, or where this language is not checked.
    """
    offered, match = for_search_engines(), getattr(request, "resolver_match", None)
    if request.GET or language() not in offered or match is None or "token" in match.kwargs:
        return []
    found = [
        (code, f"{settings.ADDRESS}{translate_url(request.path, code)}")
        for code in offered
        if has_catalogue(code)
    ]
    return [*found, ("x-default", found[0][1])]


def shell(request: HttpRequest) -> dict[str, object]:
    """The variables of `base.html` and `staff.html`; lists are made when the page asks for them."""
    staff = is_staff_path(request.path)
    navigation = staff_navigation if staff else public_navigation
    active = BY_CODE[language()]
    return {
        "product": PRODUCT,
        "demonstration": settings.DEMONSTRATION,
        "today": clock.today(),
        "language": active.code,
        "spoken": active,
        "html_language": active.html,
        "direction": active.direction,
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "languages": [] if staff else SimpleLazyObject(lambda: language_links(request)),
        "alternates": [] if staff else SimpleLazyObject(lambda: alternates(request)),
        "german": SimpleLazyObject(lambda: _translated(request, BY_CODE[settings.LANGUAGE_CODE])),
        "frame": "staff.html" if staff else "base.html",
        "actor": getattr(request, "actor", None),
        "messages": get_messages(request),
    }
