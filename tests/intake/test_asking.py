"""A question without a name: it arrives once, sealed, at the office that can answer, and its code
is shown once.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.limits import ENQUIRIES, ENQUIRY
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.workdays import add_workdays
from nahtlos.intake.models import Enquiry, EnquiryMessage
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership
from tests.cast import organisation, organisation_id
from tests.intake import asked
from tests.reading import Page
from tests.records import letters, recorded, said
from tests.test_access_matrix import writes
from tests.together import together

URL = "/fragen/"
CODE = re.compile(r"\b\d{4} \d{4} \d{4} \d{4}\b")
SHOWN_ONCE = "Ihre Frage war schon angekommen"


def typed(**more: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    return {"topic": "visit", "text": asked.TEXT, "stamp": stamps.issue(), **more}


def code_in(page: Page) -> str:
    """The code on the page after sending; '' where there is none."""
    found = CODE.search(page.text)
    return found[0] if found else ""


def test_it_reaches_the_office_and_the_person_reads_her_code(visitor: Client) -> None:
    with recorded(asked.OFFICE) as found:
        page = Page(visitor.post(URL, typed(asker="parent", land="MU")))
    assert page.status == 200
    assert page.heading() == "Ihre Frage ist angekommen"
    assert code_in(page)
    (enquiry,) = asked.questions()
    assert (enquiry.topic, enquiry.asker, enquiry.land_code) == ("visit", "parent", "MU")
    assert asked.texts(enquiry) == [("person", asked.TEXT)]
    assert enquiry.reply_due_on == add_workdays(today(), 3, "MU")
    assert enquiry.expires_on == today() + timedelta(days=90)
    assert said(found) == [("received", "enquiry", enquiry.code)]
    assert "Adalbero" not in found[0].detail
    (letter,) = letters(asked.OFFICE)[-1:]
    assert (letter.kind, letter.about) == ("advice_question", enquiry.pk)


def test_the_form_needs_a_topic_and_words_and_nothing_else(visitor: Client) -> None:
    assert Page(visitor.post(URL, typed())).status == 200
    before = writes()
    page = Page(visitor.post(URL, {"stamp": stamps.issue()}))
    assert page.status == 422
    assert page.beside("topic")
    assert page.beside("text")
    assert writes() == before


def test_nothing_of_who_asks_is_kept(visitor: Client) -> None:
    visitor.post(
        URL, typed(), REMOTE_ADDR="192.0.2.77", headers={"User-Agent": "Kanarienvogel-4711"}
    )
    kept = {field.name for model in (Enquiry, EnquiryMessage) for field in model._meta.local_fields}
    assert kept == {
        *("id", "organisation", "code", "topic", "asker", "land_code", "language", "state"),
        *("held_by", "received_at", "last_message_at", "reply_due_on", "expires_on", "warned"),
        *("escalated", "changed_at", "enquiry", "side", "text", "at", "account_id"),
    }
    with tenant(organisation_id(asked.OFFICE)), connection.cursor() as cursor:
        for table in ("intake_enquiry", "intake_enquirymessage", "foundation_ratecount"):
            cursor.execute(f"SELECT t::text FROM {table} AS t")  # noqa: S608
            text = str(cursor.fetchall())
            assert "192.0.2.77" not in text
            assert "Kanarienvogel" not in text
            assert "Adalbero" not in text
        cursor.execute("SELECT text FROM intake_enquirymessage")
        assert all(b"Adalbero" not in bytes(row[0]) for row in cursor.fetchall())


def test_what_is_asked_is_sealed_under_a_key_of_its_own(visitor: Client) -> None:
    visitor.post(URL, typed())
    with tenant(organisation_id(asked.OFFICE)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT compartment, count(*) FROM foundation_vaultkey GROUP BY 1 ORDER BY 1"
        )
        assert dict(cursor.fetchall())["first_advice"] == 1


def test_neither_the_page_nor_its_answer_sets_a_cookie_or_is_kept(visitor: Client) -> None:
    for answer in (visitor.get(URL), Client(enforce_csrf_checks=True).post(URL, typed())):
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_double_click_is_one_question_and_reads_the_same_code(visitor: Client) -> None:
    form = typed()
    first, second = (Page(visitor.post(URL, form)) for _ in range(2))
    assert code_in(first) == code_in(second) != ""
    assert len(asked.questions()) == 1


def test_two_clicks_at_the_same_moment_are_one_question_with_one_code(committing: None) -> None:
    form = typed()
    pages = together(*[lambda: Page(Client().post(URL, form))] * 2)
    codes = {code_in(page) for page in pages if isinstance(page, Page)}
    assert len(codes) == 1
    assert codes != {""}
    assert len(asked.questions()) == 1


def test_later_the_same_form_says_that_the_code_is_not_shown_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = typed()
    code = code_in(Page(visitor.post(URL, form)))
    monkeypatch.setattr("nahtlos.intake.views.asking.SHOWN_AGAIN", timedelta(0))
    page = Page(visitor.post(URL, form))
    assert page.status == 200
    assert page.heading() == SHOWN_ONCE
    assert code
    assert code_in(page) == ""
    assert "/fragen/lesen/" in page.links()
    assert len(asked.questions()) == 1


def test_two_forms_have_two_codes(visitor: Client) -> None:
    codes = {code_in(Page(visitor.post(URL, typed()))) for _ in range(3)}
    assert len(codes) == 3
    assert len(asked.questions()) == 3


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "   ", "Bitte füllen Sie dieses Feld aus."),
        ("text", "x" * 4001, "Bitte schreiben Sie kürzer: höchstens 4000 Zeichen."),
        ("topic", "erfunden", "Bitte wählen Sie etwas aus der Liste."),
        ("land", "XX", "Bitte wählen Sie etwas aus der Liste."),
        ("text", "a\x00b", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    visitor: Client, field: str, value: str, sentence: str
) -> None:
    before = writes()
    page = Page(visitor.post(URL, typed(**{field: value})))
    assert page.status == 422
    assert page.beside(field)
    assert sentence in page.beside(field)
    assert field == "text" or page.typed("text") == asked.TEXT
    assert writes() == before


def test_ten_thousand_signs_stay_on_the_page(visitor: Client) -> None:
    long = "😀ä<b>" * 2000
    page = Page(visitor.post(URL, typed(text=long)))
    assert page.status == 422
    assert page.typed("text") == long


def test_markup_and_smileys_are_kept_as_they_were_typed(visitor: Client) -> None:
    nasty = "<script>alert(1)</script> „so“ 😀 محمد"
    visitor.post(URL, typed(text=nasty))
    assert asked.texts(asked.questions()[0]) == [("person", nasty)]


def test_the_sixth_from_one_address_is_refused_and_others_are_not(visitor: Client) -> None:
    answers = [Page(visitor.post(URL, typed())) for _ in range(ENQUIRY.times + 1)]
    assert [page.status for page in answers] == [200] * ENQUIRY.times + [422]
    assert "Das waren sehr viele Nachrichten in kurzer Zeit." in answers[-1].text
    assert answers[-1].typed("text") == asked.TEXT
    assert visitor.post(URL, typed(), REMOTE_ADDR="192.0.2.8").status_code == 200


def test_the_thirty_first_of_the_installation_is_refused_whoever_asks(visitor: Client) -> None:
    for number in range(ENQUIRIES.times):
        answer = visitor.post(URL, typed(), REMOTE_ADDR=f"192.0.2.{number}")
        assert answer.status_code == 200
    page = Page(visitor.post(URL, typed(), REMOTE_ADDR="192.0.2.200"))
    assert page.status == 422
    assert "Gerade kommen hier sehr viele Nachrichten an." in page.text
    assert len(asked.questions()) == ENQUIRIES.times


def test_a_form_of_another_site_is_refused(visitor: Client) -> None:
    page = Page(visitor.post(URL, typed(), headers={"Sec-Fetch-Site": "cross-site"}))
    assert page.status == 422
    assert page.typed("text") == asked.TEXT
    assert asked.questions() == []


def test_it_goes_to_the_office_of_the_land_only_where_somebody_reads_there(visitor: Client) -> None:
    empty = Organisation.objects.filter(kind="coordination_office").exclude(land="MU")
    office = empty.exclude(land=None)[0]
    visitor.post(URL, typed(land=str(office.land_id)))
    assert len(asked.questions()) == 1, "an office without anybody would never answer"
    with tenant(office.pk):
        edda = Membership.objects.filter(organisation=office)
        assert not edda.exists()


def test_it_goes_to_the_office_of_the_land_that_answers(visitor: Client, settings: object) -> None:
    settings.OPERATOR = "wegbegleitung-musterland"  # type: ignore[attr-defined]
    visitor.post(URL, typed(land="MU"))
    assert len(asked.questions()) == 1
    before = len(asked.questions("wegbegleitung-musterland"))
    visitor.post(URL, typed())
    assert len(asked.questions("wegbegleitung-musterland")) == before + 1


def test_where_nobody_answers_there_is_no_form_and_a_telephone(
    visitor: Client, settings: object
) -> None:
    settings.OPERATOR = ""  # type: ignore[attr-defined]
    page = Page(visitor.get(URL))
    assert page.named("text") == []
    assert "Zurzeit nimmt hier niemand Fragen an." in page.text
    refused = Page(visitor.post(URL, typed()))
    assert refused.status == 422


def test_a_failure_gives_the_form_back_so_that_it_can_be_sent_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = typed()
    with monkeypatch.context() as broken:
        broken.setattr("nahtlos.intake.actions.asking.tell_desk", _break)
        with pytest.raises(RuntimeError):
            visitor.post(URL, form)
    assert asked.questions() == []
    assert code_in(Page(visitor.post(URL, form)))
    assert len(asked.questions()) == 1


def _break(*args: object) -> None:
    raise RuntimeError


def test_the_letter_names_no_topic_and_no_word_of_it(visitor: Client) -> None:
    visitor.post(URL, typed(asker="parent"))
    from nahtlos.foundation.wordings import WORDINGS  # noqa: PLC0415

    letter = letters(asked.OFFICE)[-1]
    text = WORDINGS[letter.kind].subject + WORDINGS[letter.kind].text
    for word in ("Frage", "Besuch", "Kind", "Haft", "Adalbero"):
        assert word not in text
    assert organisation(asked.OFFICE).name not in text


def test_the_finder_and_the_pages_for_children_and_professionals_lead_here(
    visitor: Client,
) -> None:
    for path in ("/", "/kinder/", "/fachkraefte/", "/hilfe-telefone/"):
        assert URL in Page(visitor.get(path)).links(), path
    assert "/en/fragen/" in Page(visitor.get("/en/")).links()
