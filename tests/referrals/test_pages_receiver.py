"""Pages of whoever is asked, of whoever picks up the telephone, and of hand-overs."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client

from nahtlos.cases.actions import add_step
from nahtlos.cases.models import Stay, Step
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.people.models import Membership
from nahtlos.referrals.models import Handover
from tests.cast import actor
from tests.referrals import referring

Signed = Callable[[str], Client]


def shown(page: HttpResponse) -> str:
    return page.content.decode()


def test_the_inbox_names_nobody_and_the_request_shows_three_answers(as_: Signed, db: None) -> None:
    referral = referring.sent()
    cem = as_("cem")
    listed = shown(cem.get("/intern/eingang/"))
    assert referral.code in listed
    assert "Wartet auf Ihre Antwort" in listed
    assert referring.GIVEN not in listed
    page = shown(cem.get(f"/intern/eingang/{referral.code}/"))
    assert referring.WORDS in page
    for button in ("Annehmen", "Termin vorschlagen", "Ablehnen"):
        assert f"<span>{button}</span>" in page
    assert referring.fresh(referral).state == "seen"


def test_a_double_click_on_an_answer_is_one_answer(as_: Signed, db: None) -> None:
    referral = referring.sent()
    body = {"deed": "accept", "stamp": stamps.issue()}
    for _ in range(2):
        done = as_("cem").post(f"/intern/eingang/{referral.code}/antwort/", body)
        assert done.status_code == 302
    assert [verb for _, verb, _ in referring.verbs(referral)] == ["sent", "accepted"]


def test_who_comes_second_reads_who_was_first(as_: Signed, db: None) -> None:
    referral = referring.sent()
    referring.answered(referral, "declined", reason="full")
    body = {"deed": "accept", "stamp": stamps.issue()}
    page = as_("cem").post(f"/intern/eingang/{referral.code}/antwort/", body)
    assert page.status_code == 422
    assert "Diese Anfrage ist schon beendet: abgelehnt." in shown(page)


def test_a_refusal_without_a_reason_asks_for_one(as_: Signed, db: None) -> None:
    referral = referring.sent()
    body = {"deed": "decline", "words": "Leider voll.", "stamp": stamps.issue()}
    page = as_("cem").post(f"/intern/eingang/{referral.code}/antwort/", body)
    assert page.status_code == 422
    assert "Bitte wählen Sie einen Grund." in shown(page)
    assert "Leider voll." in shown(page)


def test_withdrawn_by_telephone_nothing_is_readable_at_the_next_click(
    as_: Signed, db: None
) -> None:
    case = referring.opened()
    consent = referring.allowed(case, number="E-7F3M-2")
    referral = referring.sent(case)
    cem = as_("cem")
    assert referring.WORDS in shown(cem.get(f"/intern/eingang/{referral.code}/"))
    # A colleague who is not on the case picks up the telephone.
    bernd = as_("bernd")
    typed = {"code": consent.number, "channel": "phone"}
    found = bernd.post("/intern/widerruf/", typed)
    assert "Wohnhilfe Süd" in shown(found)
    assert referring.GIVEN not in shown(found)
    for _ in range(2):
        done = bernd.post("/intern/widerruf/", {**typed, "number": consent.number})
        assert done.status_code == 200
    assert referring.revocations(consent) == 1
    page = shown(cem.get(f"/intern/eingang/{referral.code}/"))
    assert "Einwilligung entfallen" in page
    assert referring.WORDS not in page
    assert "iderruf" not in page.split("<main")[1]


def test_the_withdrawal_is_confirmed_in_plain_words(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case, number="E-7F3M-2")
    referring.allowed(case, number="E-8G4N-3", to=referring.THIRD)
    typed = {
        "name": f"{referring.FAMILY}, {referring.GIVEN}",
        "born_on": "24.3.1988",
        "channel": "letter",
    }
    page = shown(as_("fritz").post("/intern/widerruf/", {**typed, "number": "alle"}))
    assert "Die Empfangsstelle kann ab jetzt nichts mehr lesen." in page
    assert "E-7F3M-2" in page
    assert "E-8G4N-3" in page


def test_a_name_without_a_birth_date_finds_nobody(as_: Signed, db: None) -> None:
    page = as_("bernd").post("/intern/widerruf/", {"name": "Kunibert K.", "channel": "phone"})
    assert page.status_code == 422
    assert "Mit dem Geburtsdatum ist sicher, wer gemeint ist." in shown(page)


def test_a_new_date_is_shown_before_it_is_written_and_a_stale_one_is_shown_anew(
    as_: Signed, db: None
) -> None:
    case = referring.opened()
    aylin, address = as_("aylin"), f"/intern/faelle/{case.code}/termin/"
    later = f"{today() + timedelta(days=90):%d.%m.%Y}"
    shown_first = aylin.post(address, {"deed": "show", "scenario": "fixed", "on": later})
    assert "So übernehmen" in shown(shown_first)
    with tenant(case.organisation_id):
        assert Stay.objects.get(case=case).release_on == today() + timedelta(days=60)
    acting = actor("aylin")
    old = version_of(case)
    with tenant(case.organisation_id, acting.account_id):
        add_step(actor=acting, case=case, title="Neu", area="WOH", due_on=today(), assigned=None)
    body = {"deed": "write", "scenario": "fixed", "on": later, "version": old}
    stale = aylin.post(address, body)
    assert stale.status_code == 422
    assert "inzwischen etwas geändert" in shown(stale)
    assert "So übernehmen" in shown(stale)
    with tenant(case.organisation_id):
        case.refresh_from_db()
    done = aylin.post(address, {**body, "version": version_of(case)})
    assert done.status_code == 302
    with tenant(case.organisation_id):
        assert Stay.objects.get(case=case).release_on == today() + timedelta(days=90)
        assert Step.objects.filter(case=case, by_hand=True, due_on=today()).exists()


def test_a_day_that_does_not_exist_is_asked_again(as_: Signed, db: None) -> None:
    case = referring.opened()
    page = as_("aylin").post(
        f"/intern/faelle/{case.code}/termin/",
        {"deed": "show", "scenario": "fixed", "on": "31.02.2027"},
    )
    assert page.status_code == 422
    assert "Bitte geben Sie das Datum so ein" in shown(page)


def test_a_hand_over_to_a_colleague_waits_for_her_own_yes(as_: Signed, db: None) -> None:
    case = referring.opened()
    with tenant(case.organisation_id):
        bernd = Membership.objects.get(account__name="Bernd")
    aylin, address = as_("aylin"), f"/intern/faelle/{case.code}/uebergabe/"
    assert as_("bernd").get(address).status_code == 404
    body = {"deed": "begin", "occasion": "change", "to": f"member:{bernd.code}"}
    for _ in range(2):
        assert aylin.post(address, {**body, "stamp": stamps.issue()}).status_code == 302
    aylin.post(f"{address}bestaetigen/", {"who": "receiver"})
    assert "Übernehmen Sie?" in shown(as_("bernd").get(address))
    assert as_("bernd").get(f"/intern/faelle/{case.code}/plan/").status_code == 404
    as_("bernd").post(f"{address}bestaetigen/", {"who": "receiver"})
    for who in ("sender", "client"):
        aylin.post(f"{address}bestaetigen/", {"who": who})
    aylin.post(address, {"deed": "complete"})
    with tenant(case.organisation_id):
        assert Handover.objects.get(case=case).completed_at is not None
    assert as_("bernd").get(f"/intern/faelle/{case.code}/plan/").status_code == 200


def test_a_case_with_a_running_request_is_not_closed(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    referring.sent(case)
    page = as_("aylin").post(f"/intern/faelle/{case.code}/abschluss/", {"closing": "reached"})
    assert page.status_code == 422
    assert "Es läuft noch eine Anfrage" in shown(page)


def test_what_somebody_carries_herself_is_a_paper_and_asks_for_no_consent(
    as_: Signed, db: None
) -> None:
    case = referring.opened()
    aylin, address = as_("aylin"), f"/intern/faelle/{case.code}/selbst-weitergeben/"
    paper = aylin.post(address, {"categories": ["bed", "missing"]})
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    nothing = aylin.post(address, {})
    assert nothing.status_code == 422
