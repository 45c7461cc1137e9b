"""Reading with the code: the thread, one more message, deleting; every wrong code is the same
answer.
"""

import re
import time

import pytest
from django.test import Client

from nahtlos.foundation import stamps
from nahtlos.foundation.clock import told
from nahtlos.foundation.limits import RECEIPT, RECEIPTS
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.actions import answer_enquiry, mark_done
from nahtlos.intake.models import Enquiry, EnquiryMessage, EnquiryTrace
from tests.cast import actor, organisation_id
from tests.intake import asked
from tests.reading import Page
from tests.records import letters, recorded, said
from tests.test_access_matrix import writes

URL = "/fragen/lesen/"
NOTHING = "Zu diesem Code gibt es nichts zu lesen."


def opened(visitor: Client, code: str = asked.CODE, **more: str) -> Page:
    return Page(visitor.post(URL, {"deed": "open", "code": code, **more}))


def passed(page: Page) -> str:
    """The signed text in the forms of a thread."""
    return str(page.typed("pass"))


def writing(passed_text: str, text: str) -> dict[str, str]:
    """The form of one more message."""
    return {"deed": "write", "pass": passed_text, "stamp": stamps.issue(), "text": text}


def answered(enquiry: Enquiry) -> Enquiry:
    """As Edda answers it."""
    edda = actor("edda")
    with tenant(edda.organisation, edda.account_id):
        current = Enquiry.objects.get(pk=enquiry.pk)
        return answer_enquiry(
            actor=edda,
            enquiry=current,
            text=asked.ANSWER,
            version=current.changed_at.isoformat(),
        )


def test_the_code_reads_question_and_answer(visitor: Client) -> None:
    enquiry = asked.ask()
    page = opened(visitor)
    assert page.heading() == "Ihre Frage wartet auf Antwort"
    assert asked.TEXT in page.text
    answered(enquiry)
    page = opened(visitor, asked.DIGITS)
    assert page.heading() == "Ihre Frage und die Antwort"
    assert asked.ANSWER in page.text
    assert "Edda" not in page.text, "an adviser is not named"


def test_neither_code_nor_pass_stand_in_an_address_and_no_cookie_is_set(visitor: Client) -> None:
    asked.ask()
    answer = visitor.post(URL, {"deed": "open", "code": asked.CODE})
    page = Page(answer)
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    places = [one.attributes.get(name, "") for one in page.elements for name in ("href", "action")]
    for secret in (asked.DIGITS, asked.CODE, passed(page)):
        assert [place for place in places if secret in place] == []
    assert asked.DIGITS not in page.source.replace(" ", "")


def test_reading_leaves_no_line_about_when_she_came(visitor: Client) -> None:
    asked.ask()
    with recorded(asked.OFFICE) as found:
        opened(visitor)
    assert found == []


def test_wrong_expired_and_deleted_codes_answer_with_the_same_bytes(visitor: Client) -> None:
    with told(91):
        asked.ask(code="2" * 16)
    gone = asked.ask(code="3" * 16)
    thread = opened(visitor, "3" * 16)
    visitor.post(URL, {"deed": "delete", "sure": "on", "pass": passed(thread)})
    assert asked.fresh(gone) is None
    pages = [visitor.post(URL, {"deed": "open", "code": str(n) * 16}) for n in (1, 2, 3)]
    bodies = {page.content.replace(str(n).encode() * 16, b"") for n, page in enumerate(pages, 1)}
    assert len(bodies) == 1
    assert {page.status_code for page in pages} == {422}
    assert NOTHING in Page(pages[0]).beside("code")


def test_each_of_them_costs_exactly_one_slow_hash(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nahtlos.intake.rules import receipt  # noqa: PLC0415

    with told(91):
        asked.ask(code="2" * 16)
    asked.ask(code="3" * 16)
    true, counted = receipt.lookup_of, []

    def watched(code: str, **secrets: bytes) -> bytes:
        counted.append(code)
        return true(code, **secrets)

    monkeypatch.setattr(receipt, "lookup_of", watched)
    for digit in "123":
        opened(visitor, digit * 16)
    assert counted == [digit * 16 for digit in "123"]


@pytest.mark.parametrize("typed", ["", "12", "1" * 15, "1" * 17, "😀", "x" * 10_000, "\x00"])
def test_what_is_no_code_is_said_beside_the_field(visitor: Client, typed: str) -> None:
    page = opened(visitor, typed)
    assert page.status == 422
    assert page.beside("code")
    assert NOTHING not in page.text


def test_guessing_ends_after_twenty_tries_of_an_address(visitor: Client) -> None:
    asked.ask()
    pages = [opened(visitor, f"{n:016}") for n in range(RECEIPT.times)]
    assert all(NOTHING in page.text for page in pages)
    right = opened(visitor)
    assert "Das waren zu viele Versuche." in right.text
    assert asked.TEXT not in right.text
    other = Page(
        visitor.post(URL, {"deed": "open", "code": asked.CODE}, REMOTE_ADDR="198.51.100.7")
    )
    assert asked.TEXT in other.text, "nobody else is locked out"


def test_guessing_from_a_whole_network_ends_as_well(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.ask()
    monkeypatch.setattr("nahtlos.intake.actions.find_by_code", lambda code: None)
    for number in range(RECEIPTS.times):
        address = f"192.0.2.{number % 250}"
        visitor.post(URL, {"deed": "open", "code": "1" * 16}, REMOTE_ADDR=address)
    monkeypatch.undo()
    last = visitor.post(URL, {"deed": "open", "code": asked.CODE}, REMOTE_ADDR="192.0.2.251")
    assert "Das waren zu viele Versuche." in Page(last).text


def test_she_writes_again_and_an_answer_is_due_again(visitor: Client) -> None:
    enquiry = answered(asked.ask())
    assert enquiry.reply_due_on is None
    page = opened(visitor)
    form = {
        "deed": "write",
        "pass": passed(page),
        "stamp": stamps.issue(),
        "text": "Und am Sonntag?",
    }
    with recorded(asked.OFFICE) as found:
        after = Page(visitor.post(URL, form))
    assert after.status == 200
    assert "Ihre Nachricht ist angekommen." in after.text
    assert "Und am Sonntag?" in after.text
    current = asked.fresh(enquiry)
    assert current is not None
    assert current.state == "open"
    assert current.reply_due_on is not None
    assert said(found) == [("amended", "enquiry", enquiry.code)]
    assert letters(asked.OFFICE)[-1].kind == "advice_question"


def test_who_owes_an_answer_already_gets_no_second_letter(visitor: Client) -> None:
    asked.ask()
    before = len(letters(asked.OFFICE))
    visitor.post(URL, writing(passed(opened(visitor)), "Noch etwas."))
    assert len(letters(asked.OFFICE)) == before


def test_a_double_click_writes_once(visitor: Client) -> None:
    enquiry = asked.ask()
    form = {
        "deed": "write",
        "pass": passed(opened(visitor)),
        "stamp": stamps.issue(),
        "text": "Noch etwas.",
    }
    for _ in range(2):
        assert Page(visitor.post(URL, form)).text.count("Noch etwas.") == 1
    assert len(asked.texts(enquiry)) == 2


def test_what_was_done_opens_again_with_a_further_message(visitor: Client) -> None:
    enquiry, edda = asked.ask(), actor("edda")
    with tenant(edda.organisation, edda.account_id):
        mark_done(actor=edda, enquiry=enquiry)
    form = {
        "deed": "write",
        "pass": passed(opened(visitor)),
        "stamp": stamps.issue(),
        "text": "Doch.",
    }
    visitor.post(URL, form)
    current = asked.fresh(enquiry)
    assert current is not None
    assert current.state == "open"


def test_after_a_quarter_of_an_hour_the_code_is_asked_again_and_the_words_stay(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquiry = asked.ask()
    began = time.time() - 15 * 60 - 1
    with monkeypatch.context() as past:
        past.setattr(time, "time", lambda: began)
        old = passed(opened(visitor))
    form = {"deed": "write", "pass": old, "stamp": stamps.issue(), "text": "Lange überlegt."}
    page = Page(visitor.post(URL, form))
    assert page.status == 422
    assert "Zur Sicherheit brauchen wir noch einmal Ihren Code." in page.text
    assert len(asked.texts(enquiry)) == 1
    again = opened(visitor, kept=str(page.typed("kept")))
    assert again.typed("text") == "Lange überlegt."


@pytest.mark.parametrize("forged", ["", "erfunden", "a:b:c", "x" * 10_000, "\x00"])
@pytest.mark.parametrize("deed", ["write", "delete", "", "read"])
def test_a_forged_pass_opens_nothing(visitor: Client, forged: str, deed: str) -> None:
    enquiry = asked.ask()
    before = writes()
    page = Page(
        visitor.post(
            URL,
            {"deed": deed, "pass": forged, "sure": "on", "text": "Hallo", "stamp": stamps.issue()},
        )
    )
    assert page.status == 422
    assert asked.TEXT not in page.text
    assert writes() == before
    assert asked.fresh(enquiry) is not None


def test_deleting_takes_everything_but_day_topic_and_land(visitor: Client) -> None:
    enquiry = answered(asked.ask(land_code="MU"))
    page = opened(visitor)
    unsure = Page(visitor.post(URL, {"deed": "delete", "pass": passed(page)}))
    assert unsure.status == 422
    assert unsure.beside("sure")
    form = {"deed": "delete", "sure": "on", "pass": passed(page)}
    with recorded(asked.OFFICE) as found:
        done = Page(visitor.post(URL, form))
    assert done.heading() == "Alles ist gelöscht"
    assert said(found) == [("ended", "enquiry", enquiry.code)]
    with tenant(organisation_id(asked.OFFICE)):
        assert not Enquiry.objects.filter(pk=enquiry.pk).exists()
        assert not EnquiryMessage.objects.filter(enquiry_id=enquiry.pk).exists()
        (trace,) = EnquiryTrace.objects.all()
        names = {field.name for field in EnquiryTrace._meta.get_fields()}
    assert (trace.topic, trace.land_code) == ("visit", "MU")
    assert names == {"id", "organisation", "on", "topic", "land_code"}
    assert NOTHING in opened(visitor).text
    assert Page(visitor.post(URL, form)).status == 422


def test_a_letter_that_still_waits_is_not_sent_after_deleting(visitor: Client) -> None:
    enquiry = asked.ask()
    assert [one for one in letters(asked.OFFICE) if one.about == enquiry.pk]
    visitor.post(URL, {"deed": "delete", "sure": "on", "pass": passed(opened(visitor))})
    assert [one for one in letters(asked.OFFICE) if one.about == enquiry.pk] == []


def test_a_form_of_another_site_deletes_nothing(visitor: Client) -> None:
    enquiry = asked.ask()
    form = {"deed": "delete", "sure": "on", "pass": passed(opened(visitor))}
    visitor.post(URL, form, headers={"Sec-Fetch-Site": "cross-site"})
    assert asked.fresh(enquiry) is not None


def test_the_way_out_and_the_quick_exit_are_on_the_thread(visitor: Client) -> None:
    asked.ask()
    page = opened(visitor)
    assert re.search(r"data-quick-exit", page.source)
    assert "/" in page.links()
    assert "<title>Antwort lesen" in page.source
