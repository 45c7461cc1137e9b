"""The four questions: answered by a person or by the steps, and the card that follows."""

from datetime import datetime

import pytest
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import StepChange
from nahtlos.cases.models import Answer
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes

BED = {"state": "secured", "words": "Wohnhilfe Süd, „Zimmer 4“; 100 %", "place": "Lindenweg 3"}


def test_an_answer_stands_in_words_and_on_the_card(db: None) -> None:
    at = datetime(2027, 3, 28, 3, 30, tzinfo=BERLIN)
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        actions.answer_question(
            actor=aylin, case=case, question="bed", values={**BED, "at": at}, version=""
        )
        fresh = queries.case_for(aylin, case.code)
        first = queries.four_questions(fresh)[0]
        assert (first.label, first.state_label) == ("Wo schlafe ich?", "gesichert")
        assert (first.words, first.place, first.by_hand) == (BED["words"], BED["place"], True)
        assert queries.course(fresh)[0].sentence == "Antwort geändert: Wo schlafe ich?"
        card = queries.release_card(fresh)
        assert card.ask == "Aylin"
        assert card.first_name == ""
        assert card.answers[0].answer == BED["words"]
        assert card.dates[0].data()["when"] == "Sonntag, 28. März 2027, 3:30 Uhr"
        card.data()
    assert said(found)[-1] == ("changed", "answer", case.code)
    assert_by(found, "aylin", "Wohnhilfe", "Lindenweg")


def test_without_an_answer_the_steps_speak(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        states = [one.state_label for one in queries.four_questions(case)]
        assert set(states) <= {"noch offen", "unbekannt"}
        row = step(case, "M30")
        done = StepChange(state="done", done_on=today(), evidence="document_seen")
        actions.change_step(actor=aylin, step=row, change=done, version=version_of(row))
        first = queries.four_questions(queries.case_for(aylin, case.code))[0]
        assert (first.state_label, first.source_code) == ("gesichert", "M30")
        assert first.source_title


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"state": "secured", "words": "  "}, "words"),
        ({"state": "bald", "words": "x"}, "state"),
        ({"state": "open", "at": datetime(9999, 1, 1, tzinfo=BERLIN)}, "day"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(
    db: None, values: dict[str, object], field: str
) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.answer_question(
                actor=aylin, case=case, question="bed", values=values, version=""
            )
        assert refused.value.field == field
        assert not Answer.objects.filter(case=case).exists()


def test_answers_twice_stale_and_by_strangers(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)

        def answer(words: str, version: str) -> Answer:
            return actions.answer_question(
                actor=aylin,
                case=case,
                question="bed",
                values={**BED, "words": words},
                version=version,
            )

        row = answer("Bei Oma", "")
        before = writes()
        answer("Bei Oma", "")
        assert writes() == before
        with pytest.raises(Stale):
            answer("Bei Opa", "")
        answer("Bei Opa", version_of(row))
        with pytest.raises(LookupError):
            actions.answer_question(actor=aylin, case=case, question="love", values=BED, version="")
    for who, key in (("bernd", "wegbegleitung-musterland"), ("doro", "jva-musterstadt")):
        with inside(who, key) as other, pytest.raises(Http404):
            actions.answer_question(
                actor=other, case=case, question="bed", values=BED, version=version_of(row)
            )


def test_the_card_tells_the_first_days_and_the_first_name_only_if_wanted(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, release_on=in_days(3))
        fresh = queries.case_for(aylin, case.code)
        card = queries.release_card(fresh, first_name=True)
        assert card.first_name == "Kasimir"
        assert "Niemandsland" not in str(card)
        assert any(task.startswith("Bis ") for task in card.this_week)
        assert again(case).code == card.code


def test_opening_and_printing_stay_in_the_chain(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        actions.note_opened(actor=aylin, case=case)
        actions.note_printed(actor=aylin, case=case, paper="card")
    assert said(found)[-2:] == [("opened", "case", case.code), ("printed", "case", case.code)]
    assert_by(found, "aylin")
