"""How well the finder finds, with labelled questions of real people."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

FOLDER = os.environ.get("NAHTLOS_REFERENCE_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="NAHTLOS_REFERENCE_DATA names no folder with the reference files"
)


def _measured(**options: object) -> dict[str, float]:
    """The figures that the command prints, by name."""
    out = StringIO()
    call_command("evaluate_search", misses=True, stdout=out, **options)
    print(out.getvalue())
    words = out.getvalue().splitlines()[0].split()
    return {name: float(words[words.index(name) + 1]) for name in ("MRR", "result", *_hits(words))}


def _hits(words: list[str]) -> list[str]:
    return [word for word in words if word.startswith("hit@")]


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_page_that_answers_a_question_stands_on_top() -> None:
    folder = Path(FOLDER, "search")
    found = _measured(
        corpus=folder / "integreat_pages.jsonl", queries=folder / "integreat_questions_dev.csv"
    )
    assert found["MRR"] >= 0.74
    assert found["hit@5"] >= 0.82


def test_the_first_expected_topic_stands_on_top_of_the_offers(db: None) -> None:
    queries = Path(FOLDER, "search", "colloquial_queries_dev.csv")
    found = _measured(offers=True, queries=queries)
    assert found["hit@1"] >= 0.85
    assert found["hit@3"] >= 0.95
    assert found["result"] == 0
