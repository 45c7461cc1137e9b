"""Dates, numbers, telephones and marks come out as people read them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from nahtlos.directory.rules import catalogue
from nahtlos.foundation import clock
from nahtlos.foundation.provenance import STALE_AFTER, Provenance, State
from nahtlos.foundation.shell import tags
from nahtlos.foundation.shell.icons import ICONS


def shown(source: str, **context: object) -> str:
    """What a template makes of CONTEXT."""
    return Template(source).render(Context(context))


def test_a_date_is_written_out_in_german() -> None:
    assert shown("{{ day|datum }}", day=date(2026, 12, 3)) == "3. Dezember 2026"


def test_leichte_sprache_writes_dates_as_german_does() -> None:
    with override("leicht"):
        assert tags.datum(date(2026, 3, 1)) == "1. März 2026"


def test_english_pages_have_english_dates_and_numbers() -> None:
    with override("en"):
        assert tags.datum(date(2026, 12, 3)) == "3 December 2026"
        assert tags.zahl(1234.5) == "1,234.5"


def test_a_short_date_names_the_year_only_where_it_is_another_one() -> None:
    this_year = clock.today().year
    assert tags.datum_kurz(date(this_year, 12, 3)).endswith(", 3.12.")
    assert tags.datum_kurz(date(this_year + 1, 1, 4)).endswith(f", 4.1.{this_year + 1}")


def test_an_instant_near_midnight_belongs_to_the_german_day() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert tags.datum(late) == "1. Juli 2026"
    assert tags.uhrzeit(late) == "00:30 Uhr"


@pytest.mark.parametrize("written", [tags.datum, tags.datum_kurz, tags.uhrzeit, tags.zahl])
def test_nothing_is_written_for_nothing(written: Callable[[None], str]) -> None:
    assert written(None) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, None, "1.234.567"),
        (0.5, None, "0,5"),
        (Decimal("1234.50"), 2, "1.234,50"),
        (-3, None, "-3"),
    ],
)
def test_numbers_are_written_as_in_german(
    value: float | Decimal, decimals: int | None, text: str
) -> None:
    assert tags.zahl(value, decimals) == text


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("030 23125-110", "+493023125110"),
        ("(0521) 4896-230", "+495214896230"),
        ("+49 (0)30 23125", "+493023125"),
        ("0049 30 23125", "+493023125"),
        ("116 111", "116111"),
        ("0800 111 0 111", "08001110111"),
    ],
)
def test_a_telephone_dials_what_the_number_means(number: str, dialled: str) -> None:
    assert tags.dial(number) == dialled


def test_a_number_is_a_link_and_what_follows_it_is_not() -> None:
    link = tags.phone_link("0211 9486-0 (Besuch)")
    assert link == (
        '<a class="nl-tel" href="tel:+4921194860"><bdi dir="ltr">0211 9486-0</bdi></a> (Besuch)'
    )


def test_words_in_place_of_a_number_stay_words_and_are_escaped() -> None:
    assert shown("{{ text|phone_link }}", text="<b>fragen</b>") == "&lt;b&gt;fragen&lt;/b&gt;"
    assert "<b>" not in tags.phone_link("030 1<b>2</b>")


def test_crumbs_lead_back_and_end_with_the_page_itself() -> None:
    way = tags.crumbs("Haftanstalten", "/haftanstalten/", "JVA <Nord>")
    assert '<a href="/haftanstalten/">Haftanstalten</a>' in way
    assert '<li aria-current="page">JVA &lt;Nord&gt;</li>' in way
    german = tags.crumbs("Prisons", "/en/haftanstalten/", "JVA <Nord>", lang="de")
    assert '<li aria-current="page"><bdi lang="de">JVA &lt;Nord&gt;</bdi></li>' in german


def test_every_icon_the_topics_name_is_drawn() -> None:
    assert {topic.icon for topic in catalogue.topics()} | catalogue.ICONS <= set(ICONS)


def test_a_chip_of_an_unknown_tone_is_an_error_of_the_page() -> None:
    with pytest.raises(ValueError, match="no such tone"):
        tags.chip("frei", "rosa")


def mark(facts: Provenance, *, short: bool = False) -> str:
    """The mark of FACTS as a page shows it."""
    return shown("{% provenance facts short=short %}", facts=facts, short=short)


def test_a_confirmation_names_day_function_and_source() -> None:
    day = clock.today()
    html = mark(Provenance("Eigene Angabe", day, "Koordination", State.CONFIRMED))
    assert f"Geprüft am {tags.datum(day)}" in html
    assert "Koordination" in html
    assert "Eigene Angabe" in html


def test_a_confirmation_fades_after_half_a_year() -> None:
    old = clock.today() - STALE_AFTER - timedelta(days=1)
    html = mark(Provenance("Eigene Angabe", old, "Koordination", State.CONFIRMED))
    assert "Vielleicht veraltet" in html
    assert "nl-origin--outdated" in html


def test_unchecked_facts_say_so_and_a_missing_date_is_called_unknown() -> None:
    html = mark(Provenance())
    assert "Noch nicht geprüft" in html
    assert "unbekannt" in html


def test_only_a_whole_address_becomes_a_link() -> None:
    linked = mark(Provenance("https://jva.example/besuch", None, "", State.FOUND))
    told = mark(Provenance("javascript:alert(1)", None, "", State.FOUND))
    assert 'href="https://jva.example/besuch"' in linked
    assert "href" not in told


def test_a_short_mark_stays_short() -> None:
    day = clock.today()
    assert f"<span>Quelle, {day.year}</span>" in mark(
        Provenance("x", day, "", State.FOUND), short=True
    )


def test_lacking_keeps_what_has_nothing_to_say() -> None:
    full, empty = Provenance("x"), Provenance()
    assert tags.lacking([full, empty], "source") == [empty]
