"""The next ninety days: every lane counts what its list holds, whatever the world looks like."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nahtlos.cases.actions import end_stay
from nahtlos.cases.models import Case, Stay
from nahtlos.cases.queries import lanes
from nahtlos.cases.queries.lanes import DAY_LANES, Narrowed
from nahtlos.desk.actions.looks import load_looks
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.lookout import actions, queries
from nahtlos.lookout.actions import looks as keeping
from nahtlos.lookout.models import SavedLook
from nahtlos.lookout.queries.ahead import ahead_count, ahead_lines
from nahtlos.lookout.rules.looks import GAPS, LANE_WORDS, MOST, AheadLook
from nahtlos.referrals.models import Origin
from tests.cases.made import MANY, MINE, crowd, in_days, inside, new_case
from tests.cast import sign_in
from tests.lookout.test_tables import csv_rows, take
from tests.reading import Page
from tests.referrals.referring import allowed, answered, opened, sent

URL = "/intern/ausblick/"
PRISONS = ("MU-01", "MU-02", "")
CUSTODIES = ("remand", "sentence", "open")
DAYS = (None, -400, -1, 0, 7, 8, 30, 31, 60, 61, 90, 91, 200)


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> None:
    """The demonstration's cast keeps a few; here everybody begins with none."""
    with inside():
        SavedLook.objects.all().delete()


@dataclass(frozen=True, slots=True)
class Truth:
    """What the test knows of a case."""

    code: str
    lane: str
    prison: str
    custody: str
    planned: bool


def lane_of(release_on: date | None) -> str:
    """The lane by the calendar, written independently of the query."""
    if release_on is None:
        return "undated"
    left = (release_on - today()).days
    if left < 0:
        return "passed"
    for lane, last in (("week", 7), ("month", 30), ("two", 60), ("three", 90)):
        if left <= last:
            return lane
    return ""


def random_world(aylin: Actor, seed: int) -> list[Truth]:
    """A crowd whose stays, plans and ends are thrown with SEED; what is true of Aylin's."""
    dice = random.Random(seed)  # noqa: S311 (a test)
    crowd(aylin, 90, 70)
    truths = []
    for stay in Stay.objects.filter(case__code__contains="-T").select_related("case"):
        days = dice.choice(DAYS)
        stay.release_on = None if days is None else in_days(days)
        stay.admitted_on = in_days(-500)
        stay.prison_code, stay.custody = dice.choice(PRISONS), dice.choice(CUSTODIES)
        released = dice.random() < 0.1
        if released:
            stay.ended_on, stay.ended_by = today(), "released"
        stay.save()
        case = stay.case
        case.plan_opened_on = today() if dice.random() < 0.5 else None
        if dice.random() < 0.1:
            case.closed_on, case.closing = today(), "reached"
        case.save()
    for case in Case.objects.visible_to(aylin).filter(closed_on=None).prefetch_related("stays"):
        stays = list(case.stays.all())
        running = next((stay for stay in stays if stay.ended_on is None), None)
        if running is not None:
            lane = lane_of(running.release_on)
        else:
            lane = "undated" if not stays and case.kind == "transition" else ""
        truths.append(
            Truth(
                code=case.code,
                lane=lane,
                prison=running.prison_code if running else "",
                custody=running.custody if running else "",
                planned=case.plan_opened_on is not None,
            )
        )
    return truths


def fits(truth: Truth, narrowed: Narrowed) -> bool:
    return (
        (not narrowed.prison or truth.prison == narrowed.prison)
        and (not narrowed.custody or truth.custody == narrowed.custody)
        and not (narrowed.unplanned and truth.planned)
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counts_equal_the_lists_behind_them_in_random_worlds(db: None, seed: int) -> None:
    with inside() as aylin:
        truths = random_world(aylin, seed)
        for narrowed in (
            Narrowed(),
            Narrowed(prison="MU-01"),
            Narrowed(custody="remand"),
            Narrowed(unplanned=True),
            Narrowed(prison="MU-02", custody="open", unplanned=True),
        ):
            wanted = Counter(one.lane for one in truths if one.lane and fits(one, narrowed))
            for lane in ("", *DAY_LANES):
                codes, after = [], ""
                while True:
                    page = lanes.ahead(aylin, lane=lane, narrowed=narrowed, after=after)
                    assert page.counts == {name: wanted[name] for name in DAY_LANES}
                    codes += [line.code for line in page.lines]
                    after = page.after
                    if not after:
                        break
                true = {
                    one.code
                    for one in truths
                    if fits(one, narrowed) and one.lane and lane in ("", one.lane)
                }
                assert len(codes) == len(set(codes))
                assert set(codes) == true
                assert len(codes) == (page.counts[lane] if lane else page.total)
                whole = lanes.whole_ahead(aylin, lane=lane, narrowed=narrowed)
                assert [line.code for line in whole] == codes
                assert lanes.ahead_size(aylin, lane=lane, narrowed=narrowed) == len(codes)
                days = [line.release_on or date.max for line in whole]
                assert days == sorted(days)


def test_the_page_counts_what_it_lists_for_every_look(db: None) -> None:
    with inside() as aylin:
        random_world(aylin, 9)
    client = sign_in("aylin")
    for word in ("", *LANE_WORDS):
        for gap in ("", *GAPS):
            answer = client.get(URL, {"spur": word, "luecke": gap})
            link = next(one for one in answer.context["lanes"] if one.current)
            url, codes = URL + f"?spur={word}&luecke={gap}", []
            while url:
                answer = client.get(url)
                codes += [line.code for line in answer.context["found"].lines]
                url = answer.context["next_url"]
            assert link.count == len(codes), (word, gap)
            with inside() as aylin:
                look = AheadLook(lane=word, gap=gap)
                assert [line.code for line in ahead_lines(aylin, look)] == codes
                assert ahead_count(aylin, look) == len(codes)


def test_yesterdays_date_is_marked_as_passed_and_not_dropped(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin, release_on=in_days(-1))
        found = queries.ahead_for(aylin, AheadLook(lane="ueberschritten"))
        assert case.code in [line.code for line in found.lines]
    page = Page(sign_in("aylin").get(f"{URL}?spur=ueberschritten"))
    assert f"Datum überschritten ({found.counts['passed']})" in page.text
    with inside() as aylin:
        end_stay(actor=aylin, case=case, how="released", on=today())
        found = queries.ahead_for(aylin, AheadLook())
        assert case.code not in [line.code for line in ahead_lines(aylin, AheadLook())]


def test_a_family_without_a_prisoner_is_not_without_a_date(db: None) -> None:
    with inside() as aylin:
        family = new_case(
            aylin, kind="family", custody="", admitted_on=None, scenario="", release_on=None
        )
        Stay.objects.filter(case=family).delete()
        codes = [line.code for line in ahead_lines(aylin, AheadLook(lane="ohne-datum"))]
        assert family.code not in codes


def test_without_a_receiver_is_who_nobody_elsewhere_took(db: None) -> None:
    look = AheadLook(gap="stelle")
    case = opened()
    allowed(case)

    def missing() -> bool:
        with inside() as aylin:
            Stay.objects.filter(case=case, ended_on=None).update(release_on=in_days(20))
            return case.code in [line.code for line in ahead_lines(aylin, look)]

    assert missing()
    referral = sent(case)
    assert missing()
    answered(referral, "accepted")
    assert not missing()
    with inside():
        assert Origin.objects.filter(case=case).exists()


def test_colleagues_and_strangers_see_their_own(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin, release_on=in_days(3))
    for who in ("bernd", "helga"):
        assert case.code not in sign_in(who).get(URL).content.decode()
    assert sign_in("mina").get(URL).status_code == 404


def test_unknown_words_are_as_none(db: None) -> None:
    client = sign_in("aylin")
    answer = client.get(
        URL, {"spur": "x", "haft": "y", "luecke": "z", "anstalt": "<b>", "ab": "🙂"}
    )
    assert answer.status_code == 200
    assert answer.context["look"] == AheadLook()


def test_it_is_taken_along_as_it_is_shown(db: None) -> None:
    with inside() as aylin:
        random_world(aylin, 3)
        codes = [line.code for line in ahead_lines(aylin, AheadLook(lane="30", gap="plan"))]
    client = sign_in("aylin")
    code = take(client, liste="ausblick", spur="30", luecke="plan")
    rows = csv_rows(client, code)
    assert [row[0] for row in rows[1 : 1 + len(codes)]] == codes
    assert ["Auswahl", "bis 30 Tage, ohne Plan; sortiert nach Entlassung"] in rows


def test_a_way_of_looking_is_kept_found_and_forgotten(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    words = {"name": " Meine   U-Haft ", "haft": "remand", "luecke": "plan"}
    answer = client.post(f"{URL}merken/", words)
    assert answer["Location"] == f"{URL}?haft=remand&luecke=plan"
    page = Page(client.get(URL))
    assert "Meine U-Haft" in page.text
    assert f"{URL}?haft=remand&luecke=plan" in page.links()
    assert "Meine U-Haft" not in Page(as_("bernd").get(URL)).text
    with inside() as aylin:
        kept = queries.saved_looks(aylin).get()
    assert as_("bernd").post(f"{URL}{kept.code}/vergessen/").status_code == 404
    assert as_("cem").post(f"{URL}{kept.code}/vergessen/").status_code == 404
    assert client.post(f"{URL}{kept.code}/vergessen/").status_code == 302
    assert client.post(f"{URL}{kept.code}/vergessen/").status_code == 404
    assert "Meine U-Haft" not in Page(client.get(URL)).text


def test_the_same_name_twice_is_one_way_of_looking(db: None) -> None:
    with inside() as aylin:
        actions.keep_look(actor=aylin, name="Meine", words={"spur": "30"})
        actions.keep_look(actor=aylin, name="Meine", words={"spur": "60", "egal": "x"})
        assert [one.look for one in queries.saved_looks(aylin)] == [{"spur": "60"}]


def test_the_cast_of_the_demonstration_is_given_a_few_once(
    db: None,
) -> None:
    assert load_looks() == 2
    assert load_looks() == 0
    with inside() as aylin:
        names = [one.name for one in queries.saved_looks(aylin)]
    assert names == ["Wer noch niemanden hat", "Musterstadt, bis 30 Tage"]


def test_names_are_sealed_and_twenty_are_enough(db: None) -> None:
    with inside() as aylin, connection.cursor() as cursor:
        for number in range(MOST):
            actions.keep_look(actor=aylin, name=f"Unverkennbar {number}", words={})
        with pytest.raises(Refused, match="schon 20 Ansichten"):
            actions.keep_look(actor=aylin, name="Noch eine", words={})
        cursor.execute("SELECT l::text FROM lookout_savedlook l")
        assert "Unverkennbar" not in str(cursor.fetchall())
        assert SavedLook.objects.visible_to(aylin).count() == MOST


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", keeping.NO_NAME), ("  ", keeping.NO_NAME), ("ä" * 41, keeping.TOO_LONG)],
)
def test_a_name_that_is_none_is_refused_with_a_sentence(db: None, name: str, sentence: str) -> None:
    client = sign_in("aylin")
    answer = client.post(f"{URL}merken/", {"name": name, "spur": "30"}, follow=True)
    assert sentence in Page(answer).text
    assert answer.redirect_chain[0][0] == f"{URL}?spur=30"
    with inside() as aylin:
        assert not queries.saved_looks(aylin).exists()


def test_the_next_ninety_days_cost_at_most_fourteen_statements_with_nine_hundred_of_2500(
    db: None,
) -> None:
    with inside() as aylin:
        crowd(aylin, MANY, MINE)
    client = sign_in("aylin")
    client.get(URL)
    for look in ("", "?spur=30", "?luecke=stelle", "?anstalt=MU-01&luecke=plan"):
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(URL + look)
        assert answer.status_code == 200
        assert len(caught) <= 14, (look, len(caught), [query["sql"] for query in caught])
        assert len(answer.content) <= 70_000


def test_dates_stay_in_their_lane_until_the_day_is_over(db: None) -> None:
    with inside() as aylin:
        codes = {days: new_case(aylin, release_on=in_days(days)).code for days in (0, 7, 8, 90, 91)}
        shown = {
            lane: {line.code for line in lanes.whole_ahead(aylin, lane=lane)} for lane in DAY_LANES
        }
    assert codes[0] in shown["week"]
    assert codes[7] in shown["week"]
    assert codes[8] in shown["month"]
    assert codes[90] in shown["three"]
    assert not any(codes[91] in found for found in shown.values())
