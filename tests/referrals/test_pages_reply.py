"""The page behind the link: nothing about anybody without the code, and the same answer as in the
inbox with it.
"""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from nahtlos.foundation import links, stamps
from nahtlos.foundation.clock import in_days
from nahtlos.foundation.models.letters import Letter
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import withdraw_consent, withdraw_referral
from nahtlos.referrals.models import Referral
from nahtlos.referrals.policy import ANSWER
from tests.cast import actor
from tests.referrals import referring
from tests.test_access_matrix import writes

NAMES = (referring.GIVEN, referring.FAMILY, referring.PHONE, "Zimmer")
FREE = [{"deed": "accept", "words": "Gern, am Vormittag."}, {"deed": "decline", "reason": "full"}]


def door(referral: Referral) -> str:
    """The address in the letter, as somebody else may have forwarded it."""
    with tenant(referral.to_organisation_id):
        return f"/antwort/{links.issue('referral', referral.pk, ANSWER, in_days(3))}/"


def shown(page: HttpResponse) -> str:
    """What stands between head and end, with its title."""
    return page.content.decode()


def code_of(referral: Referral) -> str:
    """The code in the newest letter to the function mailbox."""
    with tenant(referral.to_organisation_id):
        letter = Letter.objects.filter(about=referral.pk, kind="referral_code").latest("created_at")
        return str(letter.code)


def ask_for_code(visitor: Client, address: str) -> HttpResponse:
    return visitor.post(address, {"deed": "code", "stamp": stamps.issue()})


def opened(visitor: Client, address: str, referral: Referral) -> str:
    """The page with the request, as whoever reads the mailbox sees it."""
    ask_for_code(visitor, address)
    page = visitor.post(address, {"deed": "read", "code": code_of(referral)})
    assert page.status_code == 200, shown(page)
    return shown(page)


def pass_in(page: str) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found, "no pass"
    return found[1]


def test_opening_the_link_tells_only_who_is_asked(visitor: Client, db: None) -> None:
    referral = referring.sent()
    page = visitor.get(door(referral))
    assert page.status_code == 200
    assert "Wohnhilfe Süd" in shown(page)
    assert "Code anfordern" in shown(page)
    assert [name for name in NAMES if name in shown(page)] == []
    assert referral.code not in shown(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.cookies


def test_a_mail_scanner_that_opens_the_link_changes_nothing(visitor: Client, db: None) -> None:
    referral = referring.sent()
    address = door(referral)
    before = writes()
    for _ in range(3):
        visitor.get(address)
        visitor.head(address)
    assert writes() == before
    assert referring.fresh(referral).state == "sent"


def test_a_forwarded_link_without_the_mailbox_reads_nothing(visitor: Client, db: None) -> None:
    referral = referring.sent()
    address = door(referral)
    asked = ask_for_code(visitor, address)
    assert "Der Code ist unterwegs" in shown(asked)
    assert code_of(referral) not in shown(asked)
    for guess in ("", "000000", "12", "😀"):
        page = visitor.post(address, {"deed": "read", "code": guess})
        assert page.status_code == 422
        assert [name for name in NAMES if name in shown(page)] == []
    forged = visitor.post(address, {**FREE[0], "pass": "erfunden", "stamp": stamps.issue()})
    assert forged.status_code == 422
    assert [name for name in NAMES if name in shown(forged)] == []
    assert referring.fresh(referral).state == "sent"


def test_after_five_wrong_codes_the_right_one_is_refused_as_well(visitor: Client, db: None) -> None:
    referral = referring.sent()
    address = door(referral)
    ask_for_code(visitor, address)
    right = code_of(referral)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(5):
        page = visitor.post(address, {"deed": "read", "code": wrong})
        assert "Dieser Code stimmt nicht oder gilt nicht mehr" in shown(page)
    page = visitor.post(address, {"deed": "read", "code": right})
    assert page.status_code == 422
    assert referring.GIVEN not in shown(page)
    assert "Einen neuen Code schicken" in shown(page)


def test_with_the_code_she_reads_it_and_the_sender_sees_that_it_was_read(
    visitor: Client, db: None
) -> None:
    referral = referring.sent()
    page = opened(visitor, door(referral), referral)
    assert referring.WORDS in page
    assert "Annehmen" in page
    assert f"{referring.GIVEN} {referring.FAMILY}" in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert referring.GIVEN not in title
    assert referring.fresh(referral).state == "seen"
    assert ("to", "seen", "link") in referring.verbs(referral)


@pytest.mark.parametrize("said", FREE, ids=["accept", "decline"])
def test_an_answer_stays_told_however_often_she_comes_back(
    visitor: Client, db: None, said: dict[str, str]
) -> None:
    referral = referring.sent()
    address = door(referral)
    body = {**said, "pass": pass_in(opened(visitor, address, referral)), "stamp": stamps.issue()}
    first = visitor.post(address, body)
    again = visitor.post(address, body)
    back = visitor.get(address)
    heading = "Danke für Ihre Antwort" if said["deed"] == "decline" else "ist angenommen"
    for page in (first, again, back):
        assert page.status_code == 200
        assert heading in shown(page)
        assert referring.GIVEN not in shown(page)
    told = [verb for _, verb, _ in referring.verbs(referral)]
    assert told == ["sent", "seen", {"accept": "accepted", "decline": "declined"}[said["deed"]]]


def test_a_meeting_without_a_day_asks_for_it_and_keeps_what_was_typed(
    visitor: Client, db: None
) -> None:
    referral = referring.sent()
    address = door(referral)
    body = {
        "deed": "meeting",
        "on": "31.02.2027",
        "at": "14:30",
        "words": "Bitte mit Ausweis 😀",
        "pass": pass_in(opened(visitor, address, referral)),
        "stamp": stamps.issue(),
    }
    page = visitor.post(address, body)
    assert page.status_code == 422
    assert "Bitte geben Sie das Datum so ein" in shown(page)
    assert "Bitte mit Ausweis 😀" in shown(page)
    assert referring.fresh(referral).state == "seen"


def test_half_a_day_typed_before_another_answer_stands_in_nobodys_way(
    visitor: Client, db: None
) -> None:
    referral = referring.sent()
    address = door(referral)
    body = {
        "deed": "accept",
        "on": "31.",
        "at": "gleich",
        "reason": "erfunden",
        "pass": pass_in(opened(visitor, address, referral)),
        "stamp": stamps.issue(),
    }
    assert visitor.post(address, body).status_code == 200
    assert referring.fresh(referral).state == "accepted"


def test_whoever_wrote_too_long_is_asked_for_a_code_and_loses_no_word(
    visitor: Client, db: None
) -> None:
    referral = referring.sent()
    address = door(referral)
    late = {"deed": "accept", "words": "Ich rufe am Montag an.", "pass": "abgelaufen"}
    page = visitor.post(address, {**late, "stamp": stamps.issue()})
    assert page.status_code == 422
    assert "Ihre Antwort bleibt hier stehen" in shown(page)
    assert "Ich rufe am Montag an." in shown(page)
    kept = {"kept_deed": "accept", "kept_words": late["words"]}
    visitor.post(address, {"deed": "code", "stamp": stamps.issue(), **kept})
    read = visitor.post(address, {"deed": "read", "code": code_of(referral), **kept})
    assert "Ich rufe am Montag an." in shown(read)


def test_withdrawn_while_she_reads_nothing_is_readable_and_nobody_says_why(
    visitor: Client, db: None
) -> None:
    case = referring.opened()
    consent = referring.allowed(case)
    referral = referring.sent(case)
    address = door(referral)
    key = pass_in(opened(visitor, address, referral))
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        withdraw_consent(actor=aylin, consent=consent, channel="phone")
    pages = [
        visitor.post(address, {**FREE[0], "pass": key, "stamp": stamps.issue()}),
        visitor.get(address),
    ]
    for page in pages:
        assert page.status_code == 410
        assert "Einwilligung entfallen" in shown(page)
        assert "Die Angaben sind nicht mehr lesbar." in shown(page)
        assert "iderruf" not in shown(page)
        assert [name for name in NAMES if name in shown(page)] == []
    assert referring.fresh(referral).state == "stopped"


def test_a_request_taken_back_says_so(visitor: Client, db: None) -> None:
    referral = referring.sent()
    address = door(referral)
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        withdraw_referral(actor=aylin, referral=referral)
    page = visitor.get(address)
    assert page.status_code == 410
    assert "Diese Anfrage ist zurückgezogen" in shown(page)


def test_a_link_that_is_over_and_one_that_never_was(visitor: Client, db: None) -> None:
    referral = referring.sent()
    with tenant(referral.to_organisation_id):
        old = links.issue("referral", referral.pk, ANSWER, in_days(-1))
        other = links.issue("referral", referral.pk, "something_else", in_days(1))
    over = visitor.get(f"/antwort/{old}/")
    assert over.status_code == 410
    assert "Dieser Link öffnet nichts mehr" in shown(over)
    for token in (other, "erfunden"):
        assert visitor.get(f"/antwort/{token}/").status_code == 404


def test_the_page_speaks_english_and_plain_german(visitor: Client, db: None) -> None:
    address = door(referring.sent())
    assert "Somebody asks you for an answer" in shown(visitor.get(f"/en{address}"))
    assert "Code bekommen" in shown(visitor.get(f"/leicht{address}"))


def test_the_letter_with_the_link_names_nobody(db: None) -> None:
    referral = referring.sent()
    with tenant(referral.to_organisation_id):
        letter = Letter.objects.get(about=referral.pk, kind="referral")
    assert [name for name in NAMES if name in f"{letter.link}{letter.kind}"] == []
    assert re.fullmatch(r"https?://[^/]+/antwort/[\w-]{20,}/", letter.link)
