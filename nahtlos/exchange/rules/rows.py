"""One line of a table as an offer, or why it cannot be one: each fault with its column and a
sentence. Only columns that the table has are read, and an empty cell says nothing. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Protocol

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.opening import Spans, Unclear, read_day
from nahtlos.exchange.rules.columns import BY_CODE, HOURS, KEY, SHORT, TITLE
from nahtlos.exchange.rules.register import Register, read_register
from nahtlos.foundation.folding import fold
from nahtlos.foundation.written import MAIL, PHONE, web_address

TEXTS: Final = {
    "titel": ("title", 120),
    "kurz": ("summary", 300),
    "beschreibung": ("description", 4000),
    "fuer_text": ("audience_text", 200),
    "nicht_wenn": ("exclusion_note", 200),
    "ort": ("city", 80),
    "barrierefreiheit": ("access_note", 300),
    "telefon": ("phone", 60),
    "email": ("email", 254),
    "internet": ("website", 300),
}
LISTS: Final = {
    "themen": "topics",
    "fuer": "audiences",
    "lage": "circumstances",
    "nicht_fuer": "excluded",
    "wie": "formats",
    "sprachen": "languages",
}
PROVIDERS: Final = {
    "organisation": ("name", 160),
    "registergericht": ("court", 80),
    "registernummer": ("number", 20),
    "org_telefon": ("phone", 60),
    "org_email": ("email", 254),
    "org_internet": ("website", 300),
}
NUMBERS: Final = {"alter_von": "age_from", "alter_bis": "age_to"}
DAYS: Final = {"gilt_bis": "valid_until", "naechster_termin": "next_date"}
LONGEST_KEY: Final = 80
MOST_STEPS: Final = 5
GENDERS: Final = {
    "women": ("frauen", "frau", "weiblich", "w", "f", "women", "female"),
    "men": ("männer", "mann", "männlich", "m", "men", "male"),
    "": ("", "alle", "all", "offen", "egal", "beide", "any"),
}
YES: Final = ("ja", "j", "x", "1", "true", "wahr", "yes")
CLEARED: Final = ("-", "–", "—")  # alone in a cell: nothing, on purpose
SURPLUS: Final = (
    "Diese Zeile hat mehr Spalten als die Kopfzeile. Steht in einem Text ein Trennzeichen, gehört"
    " der Text in Anführungszeichen."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which column ('' where it is the line)."""

    column: str
    sentence: str


@dataclass(slots=True)
class Row:
    """One line read.

    values: {field of an offer: value}, only of what the line says. hours: the week, None where the
    table has no hours or says nothing. site, street, postcode and area: as typed; what they mean
    depends on what there is. area None: nothing said. provider: what it says of who offers it,
    {field: text}. register: where that organisation is registered.
    """

    number: int
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    hours: dict[int, Spans] | None = None
    site: str = ""
    street: str = ""
    postcode: str = ""
    area: str | None = None
    provider: dict[str, str] = field(default_factory=dict)
    register: Register | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is called, as far as that is known."""
        return str(self.values.get("title", ""))[:80]


class _Named(Protocol):
    """What has a code and a German label."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


def _names(entries: Sequence[_Named]) -> dict[str, str]:
    """{folded name: code}; the words of plain language count too, where nothing else has them."""
    names = {fold(name): entry.code for entry in entries for name in (entry.code, entry.label)}
    plain = {fold(getattr(entry, "plain_label", entry.label)): entry.code for entry in entries}
    return plain | names


@cache
def _known() -> dict[str, dict[str, str]]:
    return {
        "topics": _names(catalogue.topics()),
        "audiences": _names(catalogue.audiences()),
        "circumstances": _names(catalogue.circumstances()),
        "excluded": _names([*catalogue.circumstances(), *catalogue.audiences()]),
        "formats": _names(catalogue.formats()),
        "languages": _names(catalogue.languages()),
    }


def _codes(name: str, text: str) -> list[str]:
    known = _known()[name]
    parts = [part.strip() for part in text.split("|") if part.strip()]
    for part in parts:
        if fold(part) not in known:
            raise Unclear(f"„{part[:40]}“ kennen wir nicht.")
    return list(dict.fromkeys(known[fold(part)] for part in parts))


def _text(name: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise Unclear(f"Zu lang: höchstens {longest} Zeichen.")
    if name == "website" and text:
        address = web_address(text)
        if not address:
            raise Unclear("Das ist keine Internetadresse.")
        return address
    if name == "email" and text and not MAIL.match(text):
        raise Unclear("Das ist keine E-Mail-Adresse.")
    if name == "phone" and text and not PHONE.match(text):
        raise Unclear("Das ist keine Telefonnummer.")
    return text


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 120):
        raise Unclear("Das ist keine Zahl von 0 bis 120.")
    return int(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    for shape in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 (a day only)
        except ValueError:
            continue
    raise Unclear("Diesen Tag gibt es nicht. Bitte so: 31.12.2027")


def _cost(text: str) -> dict[str, str]:
    free = ("kostenlos", "kostenfrei", "gratis", "umsonst", "free", "0", "0 euro", "0 €", "keine")
    if fold(text) in ("", "unbekannt", "unknown"):
        return {"cost": "unknown", "cost_note": ""}
    if fold(text) in [fold(word) for word in free]:
        return {"cost": "free", "cost_note": ""}
    return {"cost": "some", "cost_note": _text("cost_note", text, 200)}


def _gender(text: str) -> dict[str, str]:
    said = fold(text).removeprefix("nur ").removeprefix("fur ")
    for code, names in GENDERS.items():
        if said in [fold(name) for name in names]:
            return {"gender": code}
    raise Unclear("Bitte „Frauen“, „Männer“ oder „alle“.")


def _postcode(text: str) -> str:
    """A spreadsheet takes 01067 for a number and drops the zero; no postcode has four digits."""
    if not (text.isascii() and text.isdigit() and len(text) in (4, 5)):
        raise Unclear("Eine Postleitzahl hat fünf Ziffern.")
    return text.zfill(5)


def _steps(text: str) -> list[str]:
    steps = [step.strip() for step in text.replace("\n", "|").split("|") if step.strip()]
    if len(steps) > MOST_STEPS or any(len(step) > 200 for step in steps):
        raise Unclear("Höchstens fünf Schritte mit je 200 Zeichen.")
    return steps


def _value(code: str, text: str) -> dict[str, Any]:
    """What TEXT in a column says of an offer. Unclear where it says nothing we understand."""
    if code in TEXTS:
        name, longest = TEXTS[code]
        return {name: _text(name, text, longest)}
    if code in LISTS:
        return {LISTS[code]: _codes(LISTS[code], text)}
    if code in NUMBERS:
        return {NUMBERS[code]: _number(text)}
    if code in DAYS:
        return {DAYS[code]: _day(text)}
    if code == "geschlecht":
        return _gender(text)
    return {"first_steps": _steps(text)} if code == "schritte" else _cost(text)


def _week(cells: Mapping[str, str], fault: Callable[[str, str], None]) -> dict[int, Spans] | None:
    """The week that the columns of hours say; None where they say nothing."""
    told = {code: cells[code] for code in HOURS if cells.get(code)}
    if not told:
        return None
    week: dict[int, Spans] = {}
    for day, short in enumerate(SHORT):
        of_day = {code: text for code, text in told.items() if code.partition("_")[0] == short}
        if not of_day:
            continue
        try:
            spans = read_day(_said(short, of_day))
        except Unclear as unclear:
            fault(next(iter(of_day)), str(unclear))
        else:
            week |= {day: spans} if spans else {}
    return week


def _said(short: str, cells: Mapping[str, str]) -> str:
    """What the columns of a day say, as one would type it."""
    if fold(cells.get(f"{short}_zu", "")) in YES:
        return "geschlossen"
    if fold(cells.get(f"{short}_immer", "")) in YES:
        return "rund um die Uhr"
    parts = [cells[short]] if short in cells else []
    for slot in ("", "2"):
        opens, closes = cells.get(f"{short}_von{slot}", ""), cells.get(f"{short}_bis{slot}", "")
        if opens or closes:
            parts.append(f"{opens}-{closes}")
    return ", ".join(parts)


def _read_into(row: Row, code: str, text: str) -> None:
    """What TEXT in a column says, put into ROW. Unclear where it says nothing we understand."""
    if code == KEY:
        row.key = text[:LONGEST_KEY]
    elif code == "standort":
        row.site = text
    elif code == "strasse":
        row.street = _text("street", text, 120)
    elif code == "plz":
        row.postcode = _postcode(text)
    elif code in PROVIDERS:
        name, longest = PROVIDERS[code]
        row.provider[name] = _text(name, text, longest)
    elif code == "gebiet":
        row.area = "" if text in CLEARED else text
    else:
        row.values |= _value(code, "" if text in CLEARED and code != TITLE else text)


def read_row(number: int, cells: Mapping[str, str], *, surplus: bool = False) -> Row:
    """The line NUMBER, CELLS by column."""
    row = Row(number, faults=[Fault("", SURPLUS)] if surplus else [])

    def fault(code: str, sentence: str) -> None:
        row.faults.append(Fault(BY_CODE[code].label, sentence))

    for code, text in cells.items():
        if text and code not in HOURS:
            try:
                _read_into(row, code, text)
            except Unclear as unclear:
                fault(code, str(unclear))
    row.hours = _week(cells, fault)
    labelled = {one.column for one in row.faults}
    try:
        row.register = read_register(*(row.provider.get(one, "") for one in ("court", "number")))
    except Unclear as unclear:
        fault("registernummer", str(unclear))
    # A line that only names an organisation is about the organisation.
    nameless = row.provider.get("name") and not row.hours
    if not nameless and not row.values.get("title") and BY_CODE[TITLE].label not in labelled:
        fault(TITLE, "Hier fehlt der Titel.")
    row.faults += contradictions(row.values)
    return row


def contradictions(values: Mapping[str, Any]) -> list[Fault]:
    """What cannot be true together in the fields of an offer."""
    found = []
    low, high = values.get("age_from"), values.get("age_to")
    if low is not None and high is not None and low > high:
        sentence = "Das Alter „bis“ muss mindestens so groß sein wie das Alter „von“."
        found.append(Fault(BY_CODE["alter_bis"].label, sentence))
    meant = {*(values.get("audiences") or ()), *(values.get("circumstances") or ())}
    if meant & set(values.get("excluded") or ()):
        sentence = "Für dieselben Menschen ist das Angebot auch gedacht. Beides geht nicht."
        found.append(Fault(BY_CODE["nicht_fuer"].label, sentence))
    return found
