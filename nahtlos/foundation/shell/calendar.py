"""Days, months and numbers as each language of the pages writes them, always with Western digits.
Leichte Sprache writes them as German does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Writing:
    """months: as they stand behind the day. days: short, Monday first. day: what follows the number
    of the day. clock: what follows an hour. thousands, decimal: marks in a number.
    """

    months: tuple[str, ...]
    days: tuple[str, ...]
    day: str = ""
    clock: str = ""
    thousands: str = "."
    decimal: str = ","


GERMAN: Final = Writing(
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    days=("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    day=".",
    clock=" Uhr",
)
WRITINGS: Final[Mapping[str, Writing]] = {
    "de": GERMAN,
    "leicht": GERMAN,
    "en": Writing(
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        thousands=",",
        decimal=".",
    ),
    "tr": Writing(
        months=(
            *("Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran"),
            *("Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"),
        ),
        days=("Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"),
    ),
    "ar": Writing(
        months=(
            *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
            *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        ),
        days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        thousands=",",
        decimal=".",
    ),
    "ru": Writing(
        months=(
            *("января", "февраля", "марта", "апреля", "мая", "июня"),
            *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
        ),
        days=("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
        thousands="\u00a0",
    ),
    "uk": Writing(
        months=(
            *("січня", "лютого", "березня", "квітня", "травня", "червня"),
            *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
        ),
        days=("пн", "вт", "ср", "чт", "пт", "сб", "нд"),
        thousands="\u00a0",
    ),
}
