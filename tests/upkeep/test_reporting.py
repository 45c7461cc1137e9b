"""A visitor says that something is wrong: somebody answers by a day, and it ends with a result."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.workdays import add_workdays, is_workday
from nahtlos.organisations.models import Prison
from nahtlos.people.models import Membership
from nahtlos.upkeep import jobs
from nahtlos.upkeep.actions import close_report, watch_reports
from nahtlos.upkeep.models import EntryReport
from nahtlos.upkeep.queries.reports import report_page, subject_of, who_answers
from nahtlos.upkeep.rules.reports import DUE_IN, Result, due_on, is_late, words_go
from tests.cast import FOREIGN, actor, organisation, organisation_id, sign_in
from tests.directory.sampled import house
from tests.reading import Page
from tests.records import assert_by, letters, recorded, said
from tests.upkeep.sampled import OFFICE, a_report, an_offer

pytestmark = pytest.mark.django_db
URL = "/stimmt-nicht/"
LIST = "/intern/hinweise/"
QUEUE = "/intern/bestaetigungen/"
WORDS = "Die Nummer gehört jetzt Balduin."


def _filled(key: str = HOME, **more: str) -> dict[str, str]:
    path = f"/angebot/{an_offer(key).slug}/"
    return {"text": WORDS, "reply_to": "", "seite": path, "stamp": stamps.issue(), **more}


def _kept(key: str = HOME) -> list[EntryReport]:
    with tenant(organisation_id(key)):
        return list(EntryReport.objects.select_related("to_organisation", "from_organisation"))


def _again(report: EntryReport) -> EntryReport:
    return next(one for one in _kept(OFFICE) if one.pk == report.pk)


def _nobody_at(key: str) -> None:
    with tenant(organisation_id(key)):
        Membership.objects.filter(organisation_id=organisation_id(key)).update(ended_on=today())


def test_the_link_stands_at_offers_organisations_and_prisons() -> None:
    offer = an_offer(HOME)
    for path in (
        f"/angebot/{offer.slug}/",
        f"/organisation/{organisation().slug}/",
        f"/haftanstalt/{house(HOME).slug}/",
    ):
        assert f'href="/stimmt-nicht/?seite={path}"' in Client().get(path).content.decode()
    page = Page(Client().get(f"{URL}?seite=/angebot/{offer.slug}/"))
    assert offer.title in page.text


def test_the_organisation_of_the_offer_answers_within_five_working_days() -> None:
    with recorded() as found:
        assert Client().post(URL, _filled()).headers["Location"] == f"{URL}danke/"
    (one,) = _kept()
    assert (one.to_organisation.key, one.from_organisation.key) == (HOME, OFFICE)
    assert one.due_on == add_workdays(today(), 5, organisation().land_id or "")
    assert (one.kind, one.slug, one.title) == ("offer", an_offer(HOME).slug, an_offer(HOME).title)
    assert said(found) == [("received", "entry_report", one.code)]
    assert (found[0].kind, found[0].account_id) == ("visitor", None)
    page = sign_in("aylin").get(f"{LIST}{one.code}/").content.decode()
    assert "Balduin" in page
    assert f"/intern/angebote/{one.slug}/bearbeiten/" in page


def test_the_letter_names_neither_the_entry_nor_the_subject() -> None:
    Client().post(URL, _filled())
    letter = letters()[-1]
    assert letter.kind == "report"
    assert letter.link.endswith(LIST)
    assert not letter.code


def test_where_nobody_can_change_it_the_office_answers() -> None:
    _nobody_at(FOREIGN)
    Client().post(URL, _filled(FOREIGN))
    (one,) = _kept(OFFICE)
    assert {one.to_organisation.key, one.from_organisation.key} == {OFFICE}
    assert not _kept(FOREIGN)
    page = sign_in("edda").get(f"{LIST}{one.code}/").content.decode()
    assert "Balduin" in page


def test_for_a_prison_its_family_officer_answers_or_else_the_office() -> None:
    site = house(HOME)
    subject = subject_of(f"/haftanstalt/{site.slug}/", today())
    assert subject
    assert subject.kind == "prison"
    answering, office = who_answers(subject) or (None, None)
    assert (answering, office) == (organisation(), organisation(OFFICE))
    with tenant(organisation_id()):
        rows = Membership.objects.filter(organisation_id=organisation_id())
        rows.filter(roles__contains=["prison_family"]).update(ended_on=today())
    assert who_answers(subject) == (organisation(OFFICE), organisation(OFFICE))


def test_an_unknown_page_goes_to_whoever_runs_the_installation() -> None:
    for path in ("", "/x/", "/angebot/gibt-es-nicht/", "javascript:alert(1)", "x" * 200):
        assert subject_of(path, today()) is None
    Client().post(URL, _filled(seite="/erfunden/"))
    (one,) = _kept(OFFICE)
    assert (one.to_organisation.key, one.kind) == (OFFICE, "")
    assert "Allgemeiner Hinweis" in sign_in("edda").get(LIST).content.decode()


def test_a_page_in_another_language_is_the_same_page() -> None:
    subject = subject_of(f"/leicht/angebot/{an_offer(HOME).slug}/", today())
    assert subject
    assert subject.home == organisation()
    assert Client().post(f"/en{URL}", _filled()).headers["Location"] == f"/en{URL}danke/"


def test_a_draft_is_no_page_to_report() -> None:
    offer = an_offer(HOME)
    with tenant(organisation_id()):
        Offer.objects.filter(pk=offer.pk).update(state="draft")
    assert subject_of(f"/angebot/{offer.slug}/", today()) is None


def test_without_anybody_who_answers_the_visitor_is_told(settings: Any) -> None:  # noqa: ANN401
    settings.OPERATOR = ""
    page = Page(Client().post(URL, _filled(seite="")))
    assert page.status == 422
    assert "noch keine Stelle eingetragen" in page.text
    assert page.typed("text") == WORDS


def test_what_was_written_is_sealed_and_opens_for_both_sides_only() -> None:
    Client().post(URL, _filled(reply_to="balduin@geheim.example"))
    (one,) = _kept()
    with tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SELECT words, reply_to FROM upkeep_entryreport WHERE id = %s", [one.pk])
        assert b"alduin" not in b"".join(bytes(column) for column in cursor.fetchone())
    for who in ("aylin", "edda"):
        acting = actor(who)
        with tenant(acting.organisation, acting.account_id):
            shown = report_page(acting, one.code, today())
        assert (shown.words, shown.reply_to) == (WORDS, "balduin@geheim.example")
    assert not _kept(FOREIGN)
    assert sign_in("cem").get(f"{LIST}{one.code}/").status_code == 404


def test_a_double_click_is_one_report_and_one_letter() -> None:
    typed = _filled()
    before = len(letters())
    for _ in range(2):
        assert Client().post(URL, typed).status_code == 302
    assert len(_kept()) == 1
    assert len(letters()) == before + 1


def test_it_is_closed_once_with_a_result_and_stays_readable() -> None:
    one = a_report(HOME, words=WORDS, reply="balduin@geheim.example")
    client, url = sign_in("aylin"), f"{LIST}{one.code}/"
    body = {"result": "corrected", "reason": "Angerufen, neue Nummer."}
    with recorded() as found, recorded(OFFICE) as office:
        for _ in range(2):
            assert client.post(url, body).headers["Location"] == LIST
    assert said(found) == said(office) == [("closed", "entry_report", one.code)]
    assert_by(found, "aylin", "Nummer", "Balduin")
    assert '"corrected"' in found[0].detail
    page = client.get(url).content.decode()
    assert "Berichtigt" in page
    assert "Angerufen, neue Nummer." in page
    assert "Balduin" in page
    assert "geheim.example" not in page
    assert "Hinweis erledigen" not in page
    assert "Berichtigt" in client.get(LIST).content.decode()
    assert "Berichtigt" in sign_in("edda").get(LIST).content.decode()


def test_two_who_close_it_differently_do_not_overwrite_each_other() -> None:
    one = a_report(HOME)
    sign_in("aylin").post(f"{LIST}{one.code}/", {"result": "right", "reason": "Stimmt."})
    page = Page(
        sign_in("edda").post(f"{LIST}{one.code}/", {"result": "unclear", "reason": "Niemand da."})
    )
    assert page.status == 422
    assert "hat inzwischen jemand erledigt" in page.text
    assert _again(one).result == "right"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "Stimmt."}, "Bitte wählen Sie eine Antwort."),
        ({"result": "right"}, "Bitte füllen Sie dieses Feld aus."),
        ({"result": "right", "reason": "x" * 10_000}, "Bitte schreiben Sie kürzer"),
        ({"result": "erfunden", "reason": "🙂"}, "Bitte wählen Sie eine Antwort."),
    ],
)
def test_a_result_without_a_reason_is_refused_beside_the_field(
    typed: dict[str, str], sentence: str
) -> None:
    one = a_report(HOME)
    page = Page(sign_in("aylin").post(f"{LIST}{one.code}/", typed))
    assert page.status == 422
    assert sentence in page.text
    assert _again(one).closed_on is None


def test_who_may_not_change_entries_closes_no_report() -> None:
    one = a_report(HOME)
    for who in ("role:data_protection", "role:ministry"):
        assert sign_in(who).get(LIST).status_code == 404
        acting = actor(who)
        inside = tenant(acting.organisation, acting.account_id)
        with inside, pytest.raises((PermissionDenied, Http404)):
            close_report(actor=acting, report=one, result=Result.RIGHT, reason="Nein.")
    assert _again(one).closed_on is None


def test_what_is_late_goes_to_the_office_once() -> None:
    one = a_report(HOME)
    assert watch_reports(organisation_id(), one.due_on) == 0
    late = one.due_on + timedelta(days=1)
    before = len(letters(OFFICE))
    with recorded() as found, recorded(OFFICE) as office:
        assert watch_reports(organisation_id(), late) == 1
        assert watch_reports(organisation_id(), late) == 0
    assert said(found) == said(office) == [("escalated", "entry_report", one.code)]
    assert [letter.kind for letter in letters(OFFICE)[before:]] == ["report_late"]
    assert _again(one).escalated_on == late


def test_the_office_reads_in_its_queue_what_is_late_first(settings: Any) -> None:  # noqa: ANN401
    first = a_report(HOME)
    settings.TODAY = str(first.due_on + timedelta(days=1))
    second = a_report(FOREIGN)
    page = sign_in("edda").get(QUEUE).content.decode()
    assert "überfällig" in page
    assert page.index(first.code) < page.index(second.code)
    assert organisation().name in page


def test_the_nights_job_looks_at_reports_too(settings: Any) -> None:  # noqa: ANN401
    one = a_report(HOME)
    settings.TODAY = str(one.due_on + timedelta(days=1))
    jobs.watch_entries()
    assert _again(one).escalated_on is not None


def test_the_words_go_ninety_days_after_it_was_closed() -> None:
    one = a_report(HOME, words=WORDS)
    acting = actor("aylin")
    with tenant(acting.organisation, acting.account_id):
        close_report(actor=acting, report=one, result=Result.UNCLEAR, reason="Niemand nimmt ab.")
    watch_reports(organisation_id(), today() + timedelta(days=89))
    assert _again(one).words
    watch_reports(organisation_id(), today() + timedelta(days=90))
    assert _again(one).words is None
    page = sign_in("aylin").get(f"{LIST}{one.code}/").content.decode()
    assert "Der Text ist gelöscht" in page
    assert "Niemand nimmt ab." in page


def test_whoever_answers_is_told_on_the_first_page() -> None:
    a_report(HOME)
    text = "Hinweise zu Angaben warten auf Sie"
    assert text in sign_in("aylin").get("/intern/").content.decode()
    assert text not in sign_in("edda").get("/intern/").content.decode()


def test_the_database_keeps_no_closed_report_without_a_result() -> None:
    one = a_report(HOME)
    broken = pytest.raises(IntegrityError, match="report_closed_with_result")
    with tenant(organisation_id()), broken, transaction.atomic():
        EntryReport.objects.filter(pk=one.pk).update(closed_on=today())


@given(st.dates(date(2026, 1, 1), date(2030, 12, 1)), st.sampled_from(["", "BE", "BY", "MU"]))
def test_the_day_is_a_working_day_and_five_of_them_lie_between(day: date, land: str) -> None:
    due = due_on(day, land)
    days = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert is_workday(due, land)
    assert sum(is_workday(one, land) for one in days) == DUE_IN
    assert not is_late(due, due)
    assert is_late(due, due + timedelta(days=1))


@given(st.integers(0, 400))
def test_words_go_after_ninety_days_and_never_while_it_is_open(days: int) -> None:
    day = date(2026, 11, 27)
    assert words_go(day, day + timedelta(days=days)) is (days >= 90)
    assert not words_go(None, day)


def test_what_somebody_else_closed_says_so_to_the_action() -> None:
    one, acting = a_report(HOME), actor("aylin")
    with tenant(acting.organisation, acting.account_id):
        close_report(actor=acting, report=one, result=Result.RIGHT, reason="Stimmt.")
        with pytest.raises(Refused, match="inzwischen jemand erledigt"):
            close_report(actor=acting, report=one, result=Result.UNCLEAR, reason="Stimmt.")


def test_a_prison_that_is_gone_stays_readable_in_the_list() -> None:
    one = a_report(HOME)
    with tenant(organisation_id()):
        EntryReport.objects.filter(pk=one.pk).update(kind="prison", slug="abgerissen")
    assert not Prison.objects.filter(site__slug="abgerissen").exists()
    assert sign_in("aylin").get(f"{LIST}{one.code}/").status_code == 200
