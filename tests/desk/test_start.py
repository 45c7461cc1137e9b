"""The start page: what a day begins with, by role."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import CAST


@pytest.mark.parametrize("who", [member.key for member in CAST])
def test_everybody_is_greeted(as_: Callable[[str], Client], who: str) -> None:
    answer = as_(who).get(reverse("staff:start"))
    assert answer.status_code == 200
    assert "Guten Tag" in answer.content.decode()


def test_a_coach_sees_who_waits_for_whom_and_who_comes_out(as_: Callable[[str], Client]) -> None:
    page = as_("aylin").get(reverse("staff:start")).content.decode()
    assert "Wer wartet auf wen?" in page
    assert "Jobcenter Südmuster, für Frau M." in page
    assert "fällig seit" in page
    assert "Herr K." in page
    assert "Herr D." not in page, "a case of Bernd's"


def test_who_answers_requests_sees_what_waits_for_her(as_: Callable[[str], Client]) -> None:
    page = as_("cem").get(reverse("staff:start")).content.decode()
    assert "Wartet auf Sie" in page
    assert "Wegbegleitung Musterland" in page
    assert "Dohle" not in page


def test_the_fachleitung_sees_who_leads_how_many_and_no_name(
    as_: Callable[[str], Client],
) -> None:
    page = as_("helga").get(reverse("staff:start")).content.decode()
    assert "Wer führt was?" in page
    assert "Aylin" in page
    assert "Herr K." not in page


def test_the_administration_sees_nothing_of_cases(as_: Callable[[str], Client]) -> None:
    page = as_("fritz").get(reverse("staff:start")).content.decode()
    assert "Wer wartet auf wen?" not in page
    assert "Herr K." not in page
    assert reverse("cases:list") not in page
