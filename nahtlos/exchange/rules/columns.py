"""Which columns a table of offers may have, how people call them, and which of them a header means.
Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nahtlos.directory.rules.opening import WEEKDAYS
from nahtlos.foundation.folding import bare

SHORT: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")
ENGLISH: Final = (*("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of an offer as a column. `names`: what others call it."""

    code: str
    label: str
    says: str
    example: str
    names: tuple[str, ...] = ()


def _day(day: int) -> Iterator[Column]:
    short, name, english = SHORT[day], WEEKDAYS[day], ENGLISH[day]
    yield Column(
        short,
        name,
        "Öffnungszeiten wie „9-12, 14-16“; auch „geschlossen“ oder „rund um die Uhr“.",
        "9-12, 14-16" if day < 4 else "9-12" if day == 4 else "geschlossen",
        (name, english, english[:3]),
    )
    for part, (said, mark) in enumerate((("von", "start"), ("bis", "end"))):
        for slot in ("", "2"):
            yield Column(
                f"{short}_{said}{slot}",
                f"{name} {said}{' (zweite Zeit)' if slot else ''}",
                "Uhrzeit, wenn Beginn und Ende in zwei Spalten stehen.",
                "",
                tuple(
                    f"{one} {word}{slot}"
                    for one in (name, english, english[:3])
                    for word in (said, mark, ("open", "close")[part])
                ),
            )
    yield Column(
        f"{short}_zu",
        f"{name} geschlossen",
        "ja oder leer",
        "",
        (
            f"{name} geschlossen",
            f"{short} geschlossen",
            f"{english} closed",
            f"{english[:3]} closed",
        ),
    )
    yield Column(
        f"{short}_immer",
        f"{name} rund um die Uhr",
        "ja oder leer",
        "",
        (f"{name} ganztags", f"{short} ganztags", f"{english} all day", f"{english[:3]} all day"),
    )


TITLE: Final = "titel"
KEY: Final = "kennung"
PROVIDER: Final = "organisation"
# Only for who brings in lists about others: whose line it is.
OF_PROVIDERS: Final = (
    Column(
        PROVIDER,
        "Organisation",
        "Wer es anbietet. Gibt es sie noch nicht, wird sie neu angelegt.",
        "",
        (
            *("traeger", "anbieter", "verein", "name der organisation", "organisationsname"),
            *("organization", "organization name", "organisation name", "provider", "agency"),
        ),
    ),
    Column(
        "registergericht",
        "Registergericht",
        "Amtsgericht, bei dem die Organisation eingetragen ist",
        "",
        ("amtsgericht", "register", "vereinsregister", "register court"),
    ),
    Column(
        "registernummer",
        "Registernummer",
        "Wie VR 1234 oder HRB 567. Daran erkennen wir die Organisation sicher.",
        "",
        ("vr nummer", "vr nr", "vr", "hrb", "register nr", "register number"),
    ),
    Column(
        "org_telefon",
        "Telefon der Organisation",
        "Mit Vorwahl",
        "",
        ("organisation telefon", "telefon traeger", "organization phone"),
    ),
    Column(
        "org_email",
        "E-Mail der Organisation",
        "",
        "",
        ("organisation email", "organisation e mail", "email traeger", "organization email"),
    ),
    Column(
        "org_internet",
        "Internetseite der Organisation",
        "",
        "",
        ("organisation internet", "organisation website", "organization url"),
    ),
)
COLUMNS: Final = (
    Column(
        KEY,
        "Ihre Kennung",
        "Nummer oder Kürzel aus Ihrer Liste. Daran erkennen wir das Angebot beim nächsten Mal.",
        "A-17",
        ("id", "nr", "nummer", "external id", "externe id", "angebots id", "kennziffer", "key"),
    ),
    Column(
        TITLE,
        "Titel",
        "Pflicht. Höchstens 120 Zeichen.",
        "Beratung für Angehörige",
        ("name", "title", "angebot", "bezeichnung", "angebotsname", "service", "name des angebots"),
    ),
    Column(
        "kurz",
        "Kurz, worum es geht",
        "Ein Satz, höchstens 300 Zeichen.",
        "Ein Gespräch, wenn jemand in Haft ist.",
        ("kurzbeschreibung", "summary", "zusammenfassung", "untertitel", "kurztext"),
    ),
    Column(
        "beschreibung",
        "Beschreibung",
        "Höchstens 4.000 Zeichen.",
        "Wir hören zu und sagen, wer weiterhilft.",
        ("description", "text", "inhalt", "langtext", "details"),
    ),
    Column(
        "schritte",
        "Erste Schritte",
        "Bis zu fünf, getrennt mit |",
        "Anrufen|Termin ausmachen",
        ("so fangen sie an", "zugang", "first steps", "anmeldung", "application process"),
    ),
    Column(
        "themen",
        "Themen",
        "Wie auf unseren Seiten, mehrere getrennt mit |",
        "Beratung für Angehörige",
        ("thema", "topics", "topic", "kategorie", "kategorien", "category", "categories", "tags"),
    ),
    Column(
        "fuer",
        "Für wen",
        "Zielgruppen wie auf unseren Seiten, getrennt mit |",
        "Angehörige",
        ("zielgruppe", "zielgruppen", "audience", "audiences", "target group", "für wen"),
    ),
    Column(
        "fuer_text",
        "Für wen, in eigenen Worten",
        "Höchstens 200 Zeichen.",
        "",
        ("zielgruppe text", "eligibility", "voraussetzungen", "eligibility description"),
    ),
    Column(
        "lage",
        "Lage",
        "In welcher Lage, wie auf unseren Seiten, getrennt mit |",
        "nach der Entlassung",
        ("lagen", "haftart", "haftstatus", "in welcher lage", "circumstances", "situation"),
    ),
    Column(
        "geschlecht",
        "Nur für Frauen oder nur für Männer",
        "Frauen, Männer oder alle",
        "alle",
        ("gender", "nur fuer", "frauen maenner", "geschlechter"),
    ),
    Column(
        "nicht_fuer",
        "Für wen nicht",
        "Zielgruppen und Lagen, für die es nicht ist, getrennt mit |",
        "",
        ("ausgeschlossen", "ausschluss", "nicht fuer", "excluded", "not for", "ineligible"),
    ),
    Column(
        "nicht_wenn",
        "Wann es noch nicht geht",
        "In eigenen Worten, höchstens 200 Zeichen.",
        "",
        (
            *("ausschlusskriterien", "ausschlussgruende", "ausschlusstext", "nicht wenn"),
            *("exclusion note", "exclusions", "ineligibility"),
        ),
    ),
    Column("alter_von", "Alter von", "Zahl", "", ("mindestalter", "minimum age", "age from")),
    Column("alter_bis", "Alter bis", "Zahl", "", ("höchstalter", "maximum age", "age to")),
    Column(
        "wie",
        "Wie",
        "Form wie auf unseren Seiten, getrennt mit |",
        "Vor Ort|Telefon",
        ("form", "formate", "format", "formats", "art", "kanal"),
    ),
    Column(
        "sprachen",
        "Sprachen",
        "Getrennt mit |",
        "Deutsch",
        ("sprache", "languages", "language"),
    ),
    Column(
        "kosten",
        "Kosten",
        "kostenlos, unbekannt, oder was es kostet",
        "kostenlos",
        ("preis", "gebühr", "gebühren", "cost", "costs", "fees", "price"),
    ),
    Column(
        "ort",
        "Ort",
        "Stadt oder Gemeinde",
        "Musterstadt",
        ("stadt", "gemeinde", "city", "town", "place"),
    ),
    Column(
        "strasse",
        "Straße und Hausnummer",
        "Zusammen mit der Postleitzahl; daraus wird einer Ihrer Standorte.",
        "",
        (
            *("strasse", "str", "anschrift", "adresse", "strasse hausnummer", "strasse nr"),
            *("street", "address", "address 1", "street address"),
        ),
    ),
    Column(
        "plz",
        "Postleitzahl",
        "Fünf Ziffern",
        "",
        ("postleitzahl", "plz", "zip", "zip code", "zipcode", "postcode", "postal code"),
    ),
    Column(
        "gebiet",
        "Einzugsgebiet",
        "bundesweit, ein Land, oder Kreise oder Anstalten mit Namen oder Schlüssel, getrennt mit |",
        "bundesweit",
        (
            *("zustaendig fuer", "region", "regionen", "landkreis", "landkreise", "kreis"),
            *("kreise", "gebiete", "zuständigkeit", "jva", "jvas", "anstalt", "anstalten"),
            *("catchment", "service area", "service areas", "area served", "coverage area"),
        ),
    ),
    Column(
        "standort",
        "Standort",
        "Name eines Ihrer eingetragenen Standorte",
        "",
        ("site", "location", "einrichtung", "dienststelle"),
    ),
    Column(
        "barrierefreiheit",
        "Barrierefreiheit",
        "Höchstens 300 Zeichen.",
        "",
        ("barrierefrei", "accessibility", "zugänglichkeit"),
    ),
    Column(
        "telefon",
        "Telefon",
        "Mit Vorwahl",
        "030 23125-110",
        ("tel", "phone", "telefonnummer", "rufnummer", "fon", "telephone"),
    ),
    Column(
        "email",
        "E-Mail",
        "",
        "info@verein.example",
        ("e mail", "mail", "e-mail-adresse", "mailadresse", "email address"),
    ),
    Column(
        "internet",
        "Internetseite",
        "",
        "www.verein.example",
        ("website", "webseite", "homepage", "url", "link", "internetadresse", "web"),
    ),
    Column(
        "gilt_bis",
        "Gilt bis",
        "Tag, wie 31.12.2027",
        "",
        ("valid until", "gültig bis", "ende", "valid to", "befristet bis"),
    ),
    Column(
        "naechster_termin",
        "Nächster Termin",
        "Tag, wie 3.12.2026",
        "",
        ("next date", "termin", "datum", "date"),
    ),
    *(column for day in range(7) for column in _day(day)),
)
BY_CODE: Final[Mapping[str, Column]] = {c.code: c for c in (*OF_PROVIDERS, *COLUMNS)}
HOURS: Final = tuple(column.code for column in COLUMNS if column.code.partition("_")[0] in SHORT)
SAMPLE: Final = tuple(column for column in COLUMNS if column.example)


def street_of(text: str) -> str:
    """A street as it is compared: `Musterstr. 3` = `Musterstraße 3`."""
    return re.sub(r"str(?= |$)", "strasse", bare(text))


def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for column in BY_CODE.values():
        for name in (column.code, column.label, *column.names):
            known.setdefault(bare(name), column.code)
    return known


def columns_for(*, others: bool) -> tuple[Column, ...]:
    """The columns a table may have; those of providers only where it may be about OTHERS."""
    return (*OF_PROVIDERS, *COLUMNS) if others else COLUMNS


def propose(
    header: Sequence[str], remembered: Mapping[str, str], *, others: bool = False
) -> list[str]:
    """For each name of HEADER the column it means, '' where none. What was chosen before
    (REMEMBERED: {bare name: code}) comes first; no column is meant twice. OTHERS: the table may be
    about others.
    """
    known, taken = _known(), set[str]()
    allowed = {column.code for column in columns_for(others=others)}
    found = []
    for name in header:
        said = bare(name)
        code = remembered[said] if said in remembered else known.get(said, "")
        code = code if code in allowed and code not in taken else ""
        taken |= {code} - {""}
        found.append(code)
    return found
