"""The languages of the public pages, and who checked the texts in each; settings read it, so it
imports nothing of Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

SOURCE: Final = "de"


class Status(StrEnum):
    """How the texts of a language came about.

    WRITTEN: by the project, together with the German. MACHINE: translated by machine and not
    checked. CHECKED: translated by machine, then read and corrected by somebody who speaks it.
    """

    WRITTEN = "written"
    MACHINE = "machine"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the public pages.

    code: folder of its catalogue and prefix of its addresses. html: what `lang` says to screen
    readers. checked_by is a function ("vereidigte Übersetzerin, Landesfachstelle"), never a name;
    it and checked_on belong to CHECKED alone.
    """

    code: str
    own_name: str
    html: str
    status: Status
    direction: str = "ltr"
    icon: str = "globe"
    checked_by: str = ""
    checked_on: date | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether its pages go without the note, and search engines may find them."""
        return self.status is not Status.MACHINE


# How a language becomes checked: docs/languages.md.
LANGUAGES: Final = (
    Language("de", "Deutsch", "de", Status.WRITTEN),
    # A way of writing German, so that is what screen readers must be told.
    Language("leicht", "Leichte Sprache", "de", Status.WRITTEN, icon="plain"),
    Language("en", "English", "en", Status.WRITTEN),
    Language("tr", "Türkçe", "tr", Status.MACHINE),
    Language("ar", "العربية", "ar", Status.MACHINE, direction="rtl"),
    Language("ru", "Русский", "ru", Status.MACHINE),
    Language("uk", "Українська", "uk", Status.MACHINE),
)
BY_CODE: Final[Mapping[str, Language]] = MappingProxyType({one.code: one for one in LANGUAGES})


def for_search_engines() -> tuple[str, ...]:
    """The codes that search engines may be sent to: nothing unchecked, and each language once."""
    return tuple(one.code for one in LANGUAGES if one.is_trusted and one.code == one.html)
