"""The facts of a case as lines by category, and the package made of them: for the preview, for
sending, for the person's own hands. One function for all three.
"""

import json
from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Subquery

from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.cases.queries.moving import milestones
from nahtlos.cases.rules.paper import day_words
from nahtlos.cases.rules.vocabulary import Question, ScenarioKind
from nahtlos.consents.models import Consent
from nahtlos.consents.rules import scope
from nahtlos.organisations.models import Prison
from nahtlos.referrals.models import Origin, Referral
from nahtlos.referrals.rules import facts
from nahtlos.referrals.rules.package import PERSON, RELEASE, Line, PackageContent, compose

# With this extent a receiver learns how things stand, not only yes or no.
STANDING = "status"


def _person(case: Case) -> list[Line]:
    client = case.client
    born = date.fromisoformat(client.born_on) if client.born_on else None
    told = [
        ("Name", client.full_name),
        ("Geburtsdatum", day_words(born) if born else ""),
        ("Telefon", client.phone),
    ]
    return [Line(label, value) for label, value in told if value]


def _release(case: Case) -> list[Line]:
    scenario = ReleaseScenario.objects.filter(stay=OuterRef("pk"), current=True)
    prison = Prison.objects.filter(xjustiz_id=OuterRef("prison_code"))
    stay = (
        Stay.objects.filter(case=case)
        .annotate(
            rests_on=Subquery(scenario.values("kind")[:1]),
            prison=Subquery(prison.values("short_name")[:1]),
        )
        .order_by("ended_on")
        .last()
    )
    if stay is None:
        return []
    kind = ScenarioKind(stay.rests_on or ScenarioKind.UNKNOWN)
    day = stay.ended_on or stay.release_on
    lines = [Line("Entlassung", day_words(day) if day else kind.label)]
    if day and not stay.ended_on:
        lines.append(Line("Der Tag beruht auf", kind.label))
    return [*lines, Line("Ort", stay.prison)] if stay.prison else lines


def _standing(case: Case, categories: Collection[str]) -> dict[str, list[Line]]:
    """Answers and steps of the life areas asked for."""
    lines: dict[str, list[Line]] = {code: [] for code in categories}
    for answer in case.answers.all():
        question = Question(answer.question)
        code = facts.QUESTION_CATEGORY.get(question, "")
        if code in lines:
            lines[code].append(facts.answer_line(question, answer.state, answer.words))
    known = milestones(case.plan_version)
    steps = list(case.steps.order_by("due_on", "code").values_list("code", "state"))
    for code in categories:
        lines[code] += facts.step_lines(code, known, steps)
    return lines


def facts_of(
    case: Case, categories: Collection[str], *, standing: bool = True
) -> dict[str, list[Line]]:
    """{category: lines} of CASE for exactly CATEGORIES; without STANDING only yes and no. At most
    three statements.
    """
    known = case.circumstances
    found = {code: facts.circumstance_lines(code, known) for code in categories}
    if PERSON in found:
        found[PERSON] = _person(case)
    if RELEASE in found:
        found[RELEASE] = _release(case)
    areas = [code for code in categories if code not in (PERSON, RELEASE)]
    if areas and standing:
        for code, lines in _standing(case, areas).items():
            found[code] += lines
    return found


def category_labels() -> dict[str, str]:
    """{code: label}, in the order of form and paper."""
    return {category.code: category.label for category in scope.categories()}


def drafted(origin: Origin) -> tuple[str, list[str]]:
    """(words, ticked categories) of a request as the sender keeps them."""
    kept = json.loads(origin.draft or "{}")
    return kept.get("words", ""), kept.get("categories", [])


def content_of(
    case: Case, referral: Referral, consent: Consent, *, words: str, ticked: Collection[str]
) -> PackageContent:
    """The package of REFERRAL as it would go out now: what CONSENT covers and TICKED names, both.
    Preview and sending call this and nothing else.
    """
    allowed = [code for code in scope.in_order(ticked) if code in consent.categories]
    return compose(
        facts_of(case, allowed, standing=not consent.extent or STANDING in consent.extent),
        allowed,
        labels=category_labels(),
        pseudonym=f"Anfrage {referral.code}",
        pseudonymous=referral.pseudonymous,
        called=case.client.shown_name,
        words=words,
    )
