"""The case on one page: what stands on it, who finds it, and that looking is noted."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from nahtlos.cases.models import Case
from nahtlos.foundation.models import AuditEntry
from nahtlos.foundation.tenancy import tenant
from tests.cast import organisation_id


def _code(called: str) -> str:
    with tenant(organisation_id()):
        cases = Case.objects.filter(closed_on=None).select_related("client")
        return next(case.code for case in cases if case.client.called == called)


def test_the_four_questions_stand_on_top_of_the_case(as_: Callable[[str], Client]) -> None:
    page = as_("aylin").get(reverse("staff:case", args=[_code("Herr K.")])).content.decode()
    places = [
        page.index(words)
        for words in (
            *('id="weg"', "Wo schlafe ich?", "Wer zahlt?", "Wohin wegen Arbeit?"),
            *("Wer ist meine Person?", 'id="naechstes"', 'id="anfragen"', 'id="verlauf"'),
        )
    ]
    assert places == sorted(places)
    assert "Tage bis zur Entlassung" in page
    assert "Aylin, Wegbegleitung Musterland" in page


def test_the_name_stands_on_the_page_and_neither_in_its_title_nor_in_its_address(
    as_: Callable[[str], Client],
) -> None:
    url = reverse("staff:case", args=[_code("Herr K.")])
    page = as_("aylin").get(url).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Herr K." in page
    assert "Herr K." not in title
    assert "Kranich" not in title + url


def test_a_colleague_who_is_not_on_the_case_does_not_find_it(as_: Callable[[str], Client]) -> None:
    url = reverse("staff:case", args=[_code("Frau M.")])
    assert as_("aylin").get(url).status_code == 200
    assert as_("bernd").get(url).status_code == 404
    assert as_("helga").get(url).status_code == 404
    assert as_("cem").get(url).status_code == 404


def test_looking_at_a_case_is_noted_once(as_: Callable[[str], Client]) -> None:
    code = _code("Herr K.")
    client = as_("aylin")
    with tenant(organisation_id()):
        before = AuditEntry.objects.filter(verb="opened", thing="case", code=code).count()
    client.get(reverse("staff:case", args=[code]))
    with tenant(organisation_id()):
        after = AuditEntry.objects.filter(verb="opened", thing="case", code=code).count()
    assert after == before + 1


def test_somebody_who_is_out_is_asked_for_the_first_evening(as_: Callable[[str], Client]) -> None:
    page = as_("aylin").get(reverse("staff:case", args=[_code("Frau L.")])).content.decode()
    assert "draußen" in page
    assert "Das muss am ersten Abend da sein" in page
    assert "Hilfe läuft oder ist geleistet" in page or "abgeschlossen" in page


def test_who_took_a_consent_back_is_not_read_any_more_by_the_receiver(
    as_: Callable[[str], Client],
) -> None:
    page = as_("aylin").get(reverse("staff:case", args=[_code("Frau S.")])).content.decode()
    assert "gestoppt" in page
