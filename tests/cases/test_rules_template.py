"""The templates hold together, say everything in short plain words and show no norm nobody saw."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from nahtlos.cases.rules.spans import Span
from nahtlos.cases.rules.template import (
    BEFORE,
    CURRENT,
    DATA,
    FILES,
    FIRST,
    KINDS,
    PlanTemplate,
    build_template,
    fitted,
    recurring_in,
    template,
    version_after,
    version_for,
)
from nahtlos.cases.rules.vocabulary import ASKED, DERIVED, Anchor, CustodyKind, Tag, Word

BOTH = [CURRENT, BEFORE, *KINDS.values()]
OFFICIAL = re.compile(r"Täter|Delikt|Fall Nr|Klient|seitens|bezüglich|zwecks|/in\b|\*in|:in\b")


def rows(version: str = CURRENT) -> list[dict[str, str]]:
    with Path(DATA / FILES[version][0]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_cells(cells: dict[str, str]) -> PlanTemplate:
    """The current template with other CELLS in the row of M24."""
    return build_template("Probe", [r | cells if r["code"] == "M24" else r for r in rows()])


def test_the_plan_has_48_milestones_in_their_places() -> None:
    codes = [milestone.code for milestone in template().milestones]
    assert codes == [f"M{n:02}" for n in range(1, 49)]
    by_code = template().by_code
    card = by_code["M34"]
    assert (card.anchor, card.offset, card.readiness) == (Anchor.RELEASE, -14, True)
    assert (by_code["M26"].min_lead_days, by_code["M26"].fallback) == (
        42,
        "Vorläufiger Personalausweis",
    )
    assert by_code["M30"].depends_on == ("M24", "M27")
    assert {m.code for m in template().milestones if m.readiness} == {"M26", "M27", "M34", "M36"}


def test_before_custody_every_step_counts_back_from_the_summons() -> None:
    steps = template(BEFORE).milestones
    assert len(steps) >= 10
    assert {step.anchor for step in steps} == {Anchor.SUMMONS}
    assert max(step.offset for step in steps) < 0
    assert [step.norms for step in steps if step.norms] == []
    assert version_for(CustodyKind.BEFORE) == BEFORE
    assert {version_for(kind) for kind in CustodyKind if kind != "before"} == {
        CURRENT,
        *KINDS.values(),
    }


def test_a_template_is_read_once() -> None:
    assert template() is template(CURRENT)


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="2025-9"):
        template("2025-9")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"tags": "childrens"}, "childrens"),
        ({"tags": ""}, "M24"),
        ({"depends_on": "M99"}, "M99"),
        ({"depends_on": "M30"}, "warten aufeinander"),
        ({"depends_on": "M24"}, "warten aufeinander"),
        ({"anchor": "X"}, "X"),
        ({"life_area": "XXX"}, "XXX"),
        ({"custody": "jail"}, "jail"),
        ({"code": "M23"}, "doppelt"),
    ],
)
def test_a_template_that_does_not_hold_together_is_none(cells: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        with_cells(cells)


def test_a_source_needs_a_step() -> None:
    norm = {"code": "M99", "norm": "", "says": "", "source": "", "checked_on": "2026-11-25"}
    with pytest.raises(ValueError, match="M99"):
        build_template("Probe", rows(), [norm])


@pytest.mark.parametrize("version", BOTH)
def test_every_step_comes_after_those_it_depends_on(version: str) -> None:
    order = template(version).order
    for step in template(version).milestones:
        assert [c for c in step.depends_on if order.index(c) > order.index(step.code)] == []


@pytest.mark.parametrize("version", BOTH)
def test_steps_speak_short_plain_german(version: str) -> None:
    for step in template(version).milestones:
        words = (step.title, step.responsible, step.evidence, step.fallback, step.consent)
        assert len(step.title) <= 60, step.code
        assert max(map(len, words)) <= 110, step.code
        assert all(words[:4]), step.code
        assert OFFICIAL.findall(" ".join(words)) == [], step.code
        assert "Ausstieg" not in step.title
        assert "Distanz" not in step.title
        assert all(word == word.strip() for word in words)


def test_every_norm_shown_says_where_it_was_seen_and_when() -> None:
    norms = [norm for step in template().milestones for norm in step.norms]
    assert norms
    for norm in norms:
        assert norm.source
        assert norm.says.endswith(".")
        assert date(2026, 11, 1) <= norm.checked_on <= date(2026, 11, 30)
    text = " ".join(norm.norm for norm in norms)
    # Nobody has seen these, so nobody shows them.
    for unseen in ("StVollzG", "StGB", "StPO", "BMG", "PAuswG", "BtMG", "InsO", "SGB III"):
        assert unseen not in text


def test_circumstances_are_asked_or_derived_and_every_one_is_used() -> None:
    used = {tag for version in BOTH for step in template(version).milestones for tag in step.tags}
    assert used == set(Tag)
    assert set(ASKED) | DERIVED == set(Tag)
    assert all(tag.label.endswith("?") for tag in Tag)


def test_a_stored_value_finds_its_word() -> None:
    for kind in Word.__subclasses__():
        assert [kind(value) for value, _ in kind.choices()] == list(kind)
        assert all(label for _, label in kind.choices())


# What must be ready for a person in remand while nobody knows the release, and what comes after it.
READY = {"M26", "M27", "M34", "M36"}
AFTER = {"M39", "M40", "M41", "M42", "M43", "M45", "M46", "M47", "M48"}


def test_remand_has_the_steps_after_the_admission_and_what_must_be_ready() -> None:
    steps = template(KINDS[CustodyKind.REMAND]).milestones
    here = [step for step in steps if not step.custody or CustodyKind.REMAND in step.custody]
    assert {step.code for step in here if step.anchor is Anchor.RELEASE} == READY | AFTER
    assert not any(Tag.SENTENCE in step.tags for step in here)
    assert {step.code for step in here if step.readiness} == READY


def test_a_fine_is_short_and_begins_with_the_way_out() -> None:
    kind = CustodyKind.SHORT_FINE
    steps = template(KINDS[kind])
    here = [step for step in steps.milestones if not step.custody or kind in step.custody]
    first = steps.by_code["M12"]
    assert kind in first.first_for
    assert first.offset == min(step.offset for step in here if step.anchor is Anchor.ADMISSION)
    assert len(here) < len(template().milestones) / 2
    assert min(step.offset for step in here) >= -14


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (CustodyKind.YOUTH, {"Y01", "Y02", "Y03", "Y04", "Y05", "Y06"}),
        (CustodyKind.PREVENTIVE, {"P01"}),
        (CustodyKind.MOTHER_CHILD, {"C01", "C02", "C03", "C04", "C05", "C06"}),
        (CustodyKind.OPEN, {"O01", "O02", "O03"}),
        (CustodyKind.REMAND, {"R01"}),
    ],
)
def test_a_kind_has_steps_of_its_own_that_say_where_they_come_from(
    kind: CustodyKind, codes: set[str]
) -> None:
    own = [step for step in template(KINDS[kind]).milestones if step.custody == {kind}]
    assert {step.code for step in own} == codes
    assert all(step.source for step in own)
    assert codes.isdisjoint(template().by_code)


def test_preventive_detention_is_reviewed_every_six_months() -> None:
    review = template(KINDS[CustodyKind.PREVENTIVE]).by_code["P01"]
    assert (review.months, review.offset, review.every) == (6, 0, Span(months=6))
    former = template("2026-2-preventive").by_code
    assert [former[code].offset for code in ("P01", "P02")] == [182, 364]
    assert not any(step.every for step in former.values())


def test_everything_invented_for_a_kind_says_proposal() -> None:
    names = ("plan_2026_2_kinds.csv", "plan_2026_2_own.csv", "plan_2026_3_recurring.csv")
    for name in names:
        with Path(DATA / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["source"], row
                assert row["source"].startswith(("Vorschlag", "Fachbericht", "berlin", "justiz"))


def test_what_comes_again_must_be_there() -> None:
    row = {"code": "P99", "title": "", "number": "6", "unit": "months", "source": ""}
    with pytest.raises(ValueError, match="gibt es nicht"):
        recurring_in([], [row], CustodyKind.PREVENTIVE)


def test_another_kind_goes_on_within_its_generation() -> None:
    assert version_after("2026-2", CustodyKind.YOUTH) == "2026-2-youth"
    assert version_after("2026-2-youth", CustodyKind.SENTENCE) == "2026-2"
    assert version_after(CURRENT, CustodyKind.YOUTH) == KINDS[CustodyKind.YOUTH]
    assert version_after(BEFORE, CustodyKind.SENTENCE) == CURRENT


def test_the_first_version_is_kept_and_the_newer_ones_follow_the_custody() -> None:
    assert version_after(FIRST, CustodyKind.OPEN) == FIRST
    assert version_after(FIRST, CustodyKind.BEFORE) == BEFORE
    assert version_after(BEFORE, CustodyKind.REMAND) == KINDS[CustodyKind.REMAND]
    assert version_after(CURRENT, CustodyKind.YOUTH) == KINDS[CustodyKind.YOUTH]
    assert version_after(KINDS[CustodyKind.YOUTH], CustodyKind.SENTENCE) == CURRENT
    assert template(FIRST).milestones == template(CURRENT).milestones


@pytest.mark.parametrize(
    "difference", [{"code": "M99", "deed": "leave_out"}, {"code": "M24", "deed": "forget"}]
)
def test_a_difference_that_cannot_be_is_refused(difference: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="open"):
        fitted(rows(), [difference], CustodyKind.OPEN)


def test_a_name_of_a_version_fits_into_its_column() -> None:
    assert max(map(len, FILES)) <= 20
