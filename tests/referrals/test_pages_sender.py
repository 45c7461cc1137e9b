"""Pages of whoever asks: from three short sections to the answer that somebody gives on the
telephone.
"""

import re
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from nahtlos.cases.models import Case
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.models import Referral
from tests.cast import FOREIGN, organisation
from tests.referrals import referring

Signed = Callable[[str], Client]


def asked(**values: object) -> dict[str, object]:
    """A filled request to Wohnhilfe Süd."""
    slug = organisation(FOREIGN).slug
    body = {
        "stamp": stamps.issue(),
        "deed": "draft",
        "topic": "wohnen_nach_haft",
        "words": referring.WORDS,
        "to": f"org:{slug}",
        "scope_for": slug,
        "categories": ["PERS", "WOH"],
    }
    return {**body, **values}


def of(case: Case) -> list[Referral]:
    """Every request out of CASE."""
    with tenant(case.organisation_id):
        return list(Referral.objects.filter(origin__case=case).order_by("sent_at"))


def shown(page: HttpResponse) -> str:
    return page.content.decode()


def test_three_sections_lead_to_a_draft_that_shows_what_will_be_read(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case, categories=("PERS", "TERM", "WOH", "SCH"))
    aylin, address = as_("aylin"), f"/intern/faelle/{case.code}/anfrage/"
    first = shown(aylin.get(address))
    assert "Wohnhilfe Süd" in first
    scope = shown(aylin.post(address, asked(deed="scope", scope_for="")))
    assert re.search(r'value="WOH"[^>]*checked', scope)
    assert re.search(r'value="SCH"(?![^>]*checked)', scope), "a special kind is ticked for her"
    done = aylin.post(address, asked(categories=["WOH"]))
    assert done.status_code == 302
    preview = shown(aylin.get(done.headers["Location"]))
    assert "Genau das sieht Wohnhilfe Süd" in preview
    assert referring.WORDS in preview
    assert f"{referring.GIVEN} {referring.FAMILY}" not in preview
    assert [one.state for one in of(case)] == ["draft"]


def test_the_only_receiver_whom_nobody_asked_yet_is_chosen_already(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    address = f"/intern/faelle/{case.code}/anfrage/"
    page = shown(as_("aylin").get(address))
    assert "Zur Vorschau" in page
    referring.sent(case)
    assert "Zur Vorschau" not in shown(as_("aylin").get(address))


def test_a_double_click_on_the_form_makes_one_draft(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    body = asked()
    for _ in range(2):
        assert as_("aylin").post(f"/intern/faelle/{case.code}/anfrage/", body).status_code == 302
    assert len(of(case)) == 1


def test_a_double_click_on_send_sends_once(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    draft = referring.drafted(case)
    aylin = as_("aylin")
    for _ in range(2):
        assert aylin.post(f"/intern/anfragen/{draft.code}/senden/").status_code == 302
    page = shown(aylin.get(f"/intern/anfragen/{draft.code}/"))
    assert "Wartet auf Antwort bis" in page
    assert [verb for _, verb, _ in referring.verbs(draft)] == ["sent"]


def test_where_no_consent_covers_it_two_other_ways_are_shown(as_: Signed, db: None) -> None:
    case = referring.opened()
    page = shown(as_("aylin").post(f"/intern/faelle/{case.code}/anfrage/", asked()))
    assert "Für Wohnhilfe Süd gibt es noch keine Einwilligung" in page
    assert f"/intern/faelle/{case.code}/einwilligungen/neu/" in page
    assert f"/intern/faelle/{case.code}/selbst-weitergeben/" in page
    assert of(case) == []


def test_a_typed_name_finds_its_organisation_or_says_so(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    aylin, address = as_("aylin"), f"/intern/faelle/{case.code}/anfrage/"
    typed = {"to": "typed", "deed": "scope", "scope_for": ""}
    found = aylin.post(address, asked(**typed, organisation="wohnhilfe sued"))
    assert found.status_code == 200
    assert "Die Person erlaubt" in shown(found)
    unknown = aylin.post(address, asked(**typed, organisation="Nirgendwo e. V."))
    assert unknown.status_code == 422
    assert "steht nicht im Verzeichnis" in shown(unknown)
    assert referring.WORDS in shown(unknown)


def test_nothing_that_was_typed_is_lost(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    address = f"/intern/faelle/{case.code}/anfrage/"
    body = asked(words="x" * 10_000 + "😀", categories=[])
    page = as_("aylin").post(address, body)
    assert page.status_code == 422
    assert "😀" in shown(page)
    assert "höchstens 2000 Zeichen" in shown(page)
    nothing = as_("aylin").post(address, asked(categories=[]))
    assert nothing.status_code == 422
    assert "mindestens eine Angabe" in shown(nothing)
    assert of(case) == []


def test_a_smuggled_category_is_refused(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    address = f"/intern/faelle/{case.code}/anfrage/"
    page = as_("aylin").post(address, asked(categories=["WOH", "SUC"]))
    assert page.status_code == 422
    assert of(case) == []


def test_an_answer_from_the_telephone_is_taken_down_with_who_and_when(
    as_: Signed, db: None
) -> None:
    referral = referring.sent()
    aylin = as_("aylin")
    found = aylin.post(
        "/intern/antwort-eintragen/", {"code": referral.code.lower().replace("-", " ")}
    )
    assert found.headers["Location"] == f"/intern/anfragen/{referral.code}/antwort/"
    body = {
        "channel": "phone",
        "who": "Aufnahme, Frau M.",
        "said_on": f"{today():%d.%m.%Y}",
        "deed": "accept",
        "words": "Platz ist da.",
        "stamp": stamps.issue(),
    }
    for _ in range(2):
        assert aylin.post(found.headers["Location"], body).status_code == 302
    page = shown(aylin.get(f"/intern/anfragen/{referral.code}/"))
    assert "am Telefon" in page
    assert "Aufnahme, Frau M." in page
    assert [verb for _, verb, _ in referring.verbs(referral)] == ["sent", "accepted"]


def test_an_unknown_code_says_so_and_stands_in_no_address(as_: Signed, db: None) -> None:
    page = as_("aylin").post("/intern/antwort-eintragen/", {"code": "R-2222-2"})
    assert page.status_code == 422
    assert "finden wir bei Ihren Anfragen nicht" in shown(page)


def test_two_tabs_the_second_reads_what_was_already_said(as_: Signed, db: None) -> None:
    referral = referring.sent()
    body = {"channel": "phone", "who": "Aufnahme", "said_on": f"{today():%d.%m.%Y}"}
    address = f"/intern/anfragen/{referral.code}/antwort/"
    aylin = as_("aylin")
    aylin.post(address, {**body, "deed": "accept", "stamp": stamps.issue()})
    aylin.post(f"/intern/anfragen/{referral.code}/zurueckziehen/")
    late = aylin.post(
        address, {**body, "deed": "decline", "reason": "full", "stamp": stamps.issue()}
    )
    assert late.status_code == 422
    assert "zurückgezogen" in shown(late)


def test_no_title_and_no_address_names_the_person(as_: Signed, db: None) -> None:
    referral = referring.sent()
    aylin = as_("aylin")
    for path in ("", "antwort/", "nachtragen/", "umleiten/", "abschliessen/"):
        page = shown(aylin.get(f"/intern/anfragen/{referral.code}/{path}"))
        title = page.split("<title>")[1].split("</title>")[0]
        assert referring.GIVEN not in title
        addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
        assert referring.GIVEN not in addresses
        assert referring.FAMILY not in addresses


def test_colleagues_who_are_not_on_the_case_find_nothing(as_: Signed, db: None) -> None:
    referral = referring.sent()
    for path in ("", "antwort/", "blatt/"):
        assert as_("bernd").get(f"/intern/anfragen/{referral.code}/{path}").status_code == 404
    assert referral.code not in shown(as_("bernd").get("/intern/anfragen/"))


def test_a_discarded_draft_is_gone(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    draft = referring.drafted(case)
    done = as_("aylin").post(f"/intern/anfragen/{draft.code}/zurueckziehen/")
    assert done.headers["Location"] == "/intern/anfragen/"
    assert of(case) == []
