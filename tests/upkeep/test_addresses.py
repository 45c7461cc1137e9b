"""The night asks the directory's web addresses; the office sees which are gone, and which moved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import Http404
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer, OfferRevision, VisitingFact
from nahtlos.foundation.clock import today
from nahtlos.foundation.outgoing import Answer, Asker
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation, Site
from nahtlos.upkeep import jobs
from nahtlos.upkeep.actions import addresses as deeds
from nahtlos.upkeep.actions import ask_addresses, take_over
from nahtlos.upkeep.models import WebAddress
from nahtlos.upkeep.queries.addresses import uses
from nahtlos.upkeep.rules.addresses import FAILURES, Known, after, is_due, is_gone, is_our_fault
from tests.cast import FOREIGN, actor, organisation, organisation_id, sign_in
from tests.directory.sampled import house
from tests.records import letters, recorded, said
from tests.test_budgets import count
from tests.upkeep.sampled import OFFICE, an_offer, moved

pytestmark = pytest.mark.django_db
URL = "/intern/bestaetigungen/adressen/"
EVERYWHERE = f"{URL}?land=alle"
GONE = "https://erloschen.example/"


@dataclass(frozen=True, slots=True)
class Told(Asker):
    """Answers as it is told, and remembers what it was asked."""

    told: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def ask(self, address: str) -> Answer:
        """Fine, unless it was told something else."""
        self.asked.append(address)
        return self.told.get(address, Answer("", 200, address))


def _told(**answers: Answer) -> Told:
    return Told("x", told={GONE: answers["gone"]} if "gone" in answers else {})


def _shows(address: str = GONE, key: str = HOME) -> Offer:
    """An offer that shows ADDRESS."""
    offer = an_offer(key)
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(website=address)
    return Offer.objects.get(pk=offer.pk)


def _row(address: str = GONE) -> WebAddress:
    return WebAddress.objects.get(address=address)


def _press(who: str, row: WebAddress, *names: str, **more: Any) -> Client:
    client = sign_in(who)
    body = {"new": row.moved_to, "eintrag": list(names), **more}
    assert client.post(f"{URL}{row.pk}/", body).status_code == 302
    return client


def test_an_address_is_gone_after_three_failures_on_different_days() -> None:
    _shows()
    silent = Answer("silent", None, GONE)
    for day in range(FAILURES):
        assert GONE not in sign_in("edda").get(EVERYWHERE).content.decode()
        for _ in range(3):
            ask_addresses(today() + timedelta(days=day), _told(gone=silent))
        assert _row().failures == day + 1
    page = sign_in("edda").get(EVERYWHERE).content.decode()
    assert GONE in page
    assert "keine Antwort" in page
    assert an_offer(HOME).title in page


def test_one_answer_makes_it_a_good_address_again() -> None:
    _shows()
    silent = Answer("name", None, GONE)
    for day in range(FAILURES):
        ask_addresses(today() + timedelta(days=day), _told(gone=silent))
    ask_addresses(today() + timedelta(days=FAILURES), _told())
    row = _row()
    assert (row.failures, row.failing_since, row.problem) == (0, None, "")
    assert GONE not in sign_in("edda").get(EVERYWHERE).content.decode()


def test_only_what_is_public_now_is_asked() -> None:
    offer = _shows()
    told = _told()
    ask_addresses(today(), told)
    assert GONE in told.asked
    assert _row().checked_on == today()
    with tenant(organisation_id()):
        Offer.objects.filter(pk=offer.pk).update(state="draft")
    later = _told()
    ask_addresses(today() + timedelta(days=30), later)
    assert GONE not in later.asked
    assert not WebAddress.objects.filter(address=GONE).exists()


def test_an_earlier_address_of_an_offer_is_not_asked() -> None:
    offer = _shows("https://frueher.example/")
    with tenant(offer.organisation_id):
        OfferRevision.objects.create(
            organisation_id=offer.organisation_id,
            offer=offer,
            version=offer.version,
            at=offer.changed_at,
            verb="changed",
            changes={"website": ["https://frueher.example/", GONE]},
        )
    _shows()
    assert "https://frueher.example/" not in uses(today())


def test_organisations_prisons_and_sources_of_visiting_records_are_asked_too() -> None:
    site = house(HOME)
    with tenant(organisation_id()):
        Organisation.objects.filter(pk=organisation_id()).update(website="https://haus.example/")
        Site.objects.filter(pk=site.pk).update(website="https://anstalt.example/")
        VisitingFact.objects.filter(site=site).update(facts_source="https://quelle.example/besuch")
    found = uses(today())
    assert [use.kind for use in found["https://haus.example/"]] == ["organisation"]
    assert [use.kind for use in found["https://anstalt.example/"]] == ["site"]
    assert [use.kind for use in found["https://quelle.example/besuch"]] == ["source"]


def test_a_working_address_is_asked_every_week() -> None:
    _shows()
    for day, asked in ((0, True), (6, False), (7, True)):
        told = _told()
        ask_addresses(today() + timedelta(days=day), told)
        assert (GONE in told.asked) is asked, day


def test_a_night_without_a_network_says_nothing() -> None:
    _shows()
    _shows("https://auch.example/", FOREIGN)
    told = Told("x", told=dict.fromkeys(uses(today()), Answer("silent", None, "")))
    assert ask_addresses(today(), told) == 0
    assert len(told.asked) > 1
    assert (_row().checked_on, _row().failures) == (None, 0)


def test_an_address_is_asked_once_however_many_entries_show_it() -> None:
    _shows()
    _shows(GONE, FOREIGN)
    told = _told()
    ask_addresses(today(), told)
    assert told.asked.count(GONE) == 1
    assert len(uses(today())[GONE]) == 2


def test_where_the_operator_does_not_want_it_nothing_goes_out(
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,  # noqa: ANN401
) -> None:
    asked: list[date] = []
    monkeypatch.setattr(jobs, "ask_addresses", asked.append)
    assert django_settings.ASK_ADDRESSES is False, "tests and demonstration ask nobody"
    jobs.check_addresses()
    assert asked == []
    settings.ASK_ADDRESSES = True
    jobs.check_addresses()
    assert asked == [today()]


def test_who_asks_says_who_it_is() -> None:
    agent = deeds.asker().agent
    assert agent.startswith("Nahtlos/")
    assert django_settings.ADDRESS in agent


def test_the_office_reads_where_an_address_led_and_no_mail_is_sent() -> None:
    _shows()
    before = len(letters(OFFICE)), len(letters(HOME))
    there = "https://parkplatz.example/zu-verkaufen"
    for day in range(FAILURES):
        told = _told(gone=Answer("status", 404, there))
        ask_addresses(today() + timedelta(days=day), told)
    page = sign_in("edda").get(EVERYWHERE).content.decode()
    assert f"Führte zuletzt zu {there}" in page
    assert "antwortet mit Fehler 404" in page
    assert (len(letters(OFFICE)), len(letters(HOME))) == before


def test_the_queue_says_how_many_addresses_somebody_has_to_look_at() -> None:
    moved(HOME)
    page = sign_in("edda").get("/intern/bestaetigungen/").content.decode()
    assert "Internetadressen (1 bundesweit)" in page


def test_the_office_takes_a_new_address_over_for_chosen_entries() -> None:
    row = moved(HOME)
    offer, other = an_offer(HOME), _shows(row.address, FOREIGN)
    page = sign_in("edda").get(EVERYWHERE).content.decode()
    assert row.address in page
    assert row.moved_to in page
    with recorded() as found, recorded(OFFICE) as office:
        _press("edda", row, f"offer:{offer.slug}")
    assert Offer.objects.get(pk=offer.pk).website == row.moved_to
    assert Offer.objects.get(pk=other.pk).website == row.address, "it was not chosen"
    assert said(found) == [("amended", "offer", offer.slug)]
    assert said(office) == [("amended", "web_address", offer.slug)]
    history = sign_in("aylin").get(f"/intern/angebote/{offer.slug}/").content.decode()
    assert "Die Koordinierungsstelle" in history
    assert "hat die neue Internetadresse übernommen" in history


def test_a_new_address_confirms_nothing_else() -> None:
    row = moved(HOME)
    offer, home, site = an_offer(HOME), organisation(), house(HOME)
    with tenant(home.pk):
        Organisation.objects.filter(pk=home.pk).update(website=row.address)
        Site.objects.filter(pk=site.pk).update(website=row.address)
    before = [
        (one.facts, one.lat, one.lon) for one in (Offer.objects.get(pk=offer.pk), organisation())
    ]
    place = Site.objects.get(pk=site.pk)
    names = [f"offer:{offer.slug}", f"organisation:{home.slug}", f"site:{site.slug}"]
    _press("edda", row, *names)
    changed: list[Any] = [Offer.objects.get(pk=offer.pk), organisation()]
    assert [(one.facts, one.lat, one.lon) for one in changed] == before
    after_it = Site.objects.get(pk=site.pk)
    assert (after_it.address, after_it.lat, after_it.lon) == (place.address, place.lat, place.lon)
    assert {one.website for one in (*changed, after_it)} == {row.moved_to}


def test_pressed_twice_is_taken_over_once() -> None:
    row, offer = moved(HOME), an_offer(HOME)
    with recorded() as found:
        for _ in range(2):
            client = _press("edda", row, f"offer:{offer.slug}")
    assert len(found) == 1
    assert "schon nicht mehr" in client.get(URL).content.decode()


def test_without_a_chosen_entry_the_office_is_told() -> None:
    row = moved(HOME)
    page = _press("edda", row).get(URL).content.decode()
    assert "mindestens einen Eintrag" in page
    assert Offer.objects.get(pk=an_offer(HOME).pk).website == row.address


def test_an_address_that_moved_again_meanwhile_is_not_taken_over() -> None:
    row, offer = moved(HOME), an_offer(HOME)
    page = _press("edda", row, f"offer:{offer.slug}", new="https://boese.example/")
    assert "hat sich inzwischen geändert" in page.get(URL).content.decode()
    assert Offer.objects.get(pk=offer.pk).website == row.address


def test_a_source_is_never_rewritten() -> None:
    row, site = moved(HOME), house(HOME)
    with tenant(organisation_id()):
        VisitingFact.objects.filter(site=site).update(facts_source=row.address)
    _press("edda", row, f"source:{site.slug}")
    assert {fact.facts.source for fact in VisitingFact.objects.filter(site=site)} == {row.address}


def test_who_is_no_coordination_office_takes_nothing_over() -> None:
    row, offer = moved(HOME), an_offer(HOME)
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id), pytest.raises(Http404):
        take_over(actor=aylin, row=row, new=row.moved_to, names=[f"offer:{offer.slug}"])
    assert Offer.objects.get(pk=offer.pk).website == row.address


def test_another_providers_name_is_pointed_out_and_not_chosen_beforehand() -> None:
    row = moved(HOME)
    assert "anderen Namen" not in sign_in("edda").get(EVERYWHERE).content.decode()
    row.moved_to = "https://kasino.example/"
    row.save()
    page = sign_in("edda").get(EVERYWHERE).content.decode()
    assert "anderen Namen" in page
    assert 'value="offer:' in page
    assert " checked>" not in page


def test_the_page_costs_the_same_for_many_addresses() -> None:
    client = sign_in("edda")
    moved(HOME)
    few = count(client, EVERYWHERE)
    for number in range(30):
        WebAddress.objects.create(
            address=f"https://{number}.example/", moved_to="https://neu.example/"
        )
    assert count(client, EVERYWHERE) == few <= 15


def test_a_check_that_dies_in_the_middle_goes_on_the_next_night(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _shows()
    noted: list[str] = []
    note: Callable[..., None] = deeds._note

    def dying(row: WebAddress, *rest: Any) -> None:
        if noted:
            raise KeyboardInterrupt
        noted.append(row.address)
        note(row, *rest)

    monkeypatch.setattr(deeds, "_note", dying)
    with pytest.raises(KeyboardInterrupt):
        ask_addresses(today(), _told())
    monkeypatch.undo()
    again = _told()
    ask_addresses(today(), again)
    assert noted[0] not in again.asked
    assert len(again.asked) == len(uses(today())) - 1


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=40))
def test_only_failures_in_a_row_on_different_days_count(steps: list[tuple[int, bool]]) -> None:
    known, day, days = Known(), date(2026, 11, 27), set[date]()
    for waited, answered in steps:
        day += timedelta(days=waited)
        known = after(known, day, answered=answered)
        days = set() if answered else {*days, day}
        assert known.failures == len(days)
        assert is_gone(known.failures) is (len(days) >= 3)
        assert known.failing_since == min(days, default=None)


def test_one_that_failed_is_asked_every_day_and_the_others_every_week() -> None:
    day = date(2026, 11, 27)
    assert is_due(Known(), day)
    assert not is_due(Known(day - timedelta(days=6)), day)
    assert is_due(Known(day - timedelta(days=7)), day)
    assert is_due(Known(day - timedelta(days=1), 1, day - timedelta(days=1)), day)
    assert not is_due(Known(day, 1, day), day)


def test_only_where_nothing_at_all_was_reached_it_is_our_own_fault() -> None:
    assert is_our_fault(5, 5)
    assert not is_our_fault(5, 4)
    assert not is_our_fault(1, 1)
    assert not is_our_fault(0, 0)
