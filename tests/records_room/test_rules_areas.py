"""The areas of life: what the files hold, what a need is, how a picture is drawn."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.rules import catalogue
from nahtlos.records.rules.areas import (
    FILES,
    HEIGHT,
    LEVELS,
    WIDTH,
    AgeGroup,
    Scale,
    age_group_on,
    areas,
    is_need,
    questions,
    questions_of,
    trace,
)
from nahtlos.records.rules.vocabulary import AREAS

DAY = date(2026, 11, 27)


def test_every_version_has_all_areas_with_questions_for_both_ages() -> None:
    for version in FILES:
        assert [one.code for one in areas(version)] == list(AREAS)
        for area in AREAS:
            asked = questions_of(area, version)
            assert len(asked) >= 3
            for question, group in product(asked, AgeGroup):
                assert question.words(group).endswith("?")


def test_questions_for_young_people_are_their_own_and_nobody_is_addressed_as_du() -> None:
    different = [one for one in questions() if one.youth != one.adult]
    assert len(different) >= 15
    for question in questions():
        words = f" {question.youth.casefold()} "
        assert not any(f" {one} " in words for one in ("du", "dein", "deine", "dich", "dir"))


def test_confidential_counselling_is_left_out() -> None:
    assert "DIS" not in AREAS
    assert not [one for one in areas() if "ausstiegsberatung" in one.topics]


def test_every_topic_of_an_area_is_one_of_the_directory() -> None:
    known = {topic.code for topic in catalogue.topics()}
    for area in areas():
        assert area.topics
        assert set(area.topics) <= known, area.code


def test_the_programme_has_its_headings() -> None:
    assert {one.a3_heading for one in areas()} == {
        "Basisanforderungen",
        "Bildung, Beruf, Arbeit",
        "Lebensunterhalt",
        "Unterstützungssystem",
        "Weitere Beratungen",
        "Freizeit und Umfeld",
    }


def test_a_need_is_what_is_not_settled_in_either_view() -> None:
    assert is_need(Scale.URGENT, Scale.SECURED)
    assert is_need("", Scale.CLARIFYING)
    assert is_need(Scale.NOT_SAID, Scale.URGENT)
    assert not is_need(Scale.NOT_RELEVANT, Scale.URGENT)
    assert not is_need(Scale.SUPPORTED, Scale.SECURED)
    assert not is_need("", "")


def test_young_is_who_is_under_21_on_the_day() -> None:
    assert age_group_on(None, DAY) is AgeGroup.ADULT
    assert age_group_on(date(2005, 11, 27), DAY) is AgeGroup.ADULT
    assert age_group_on(date(2005, 11, 28), DAY) is AgeGroup.YOUTH


def test_what_has_no_place_in_the_order_stands_in_the_words() -> None:
    days = [DAY + timedelta(days=n) for n in range(4)]
    drawn = trace(zip(days, ["urgent", "not_said", "clarifying", "clarifying"], strict=True))
    assert len(drawn.dots) == 3
    assert drawn.words == "akut ungeklärt, dann möchte nicht sagen, dann in Klärung"
    assert trace([]).path == ""


@given(st.lists(st.sampled_from(list(Scale)), max_size=40))
def test_a_picture_stays_in_its_frame_and_higher_means_further(views: list[Scale]) -> None:
    drawn = trace((DAY, str(view)) for view in views)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn.dots)
    placed = [LEVELS.index(view) for view in views if view in LEVELS]
    assert len(placed) == len(drawn.dots)
    for (one, (_, y1)), (other, (_, y2)) in product(zip(placed, drawn.dots, strict=True), repeat=2):
        assert (one < other) == (y1 > y2)
