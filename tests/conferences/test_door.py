"""The page behind the link of an invitation: whoever holds it says whether she comes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client

from nahtlos.cases.models import Case, CaseEvent
from nahtlos.conferences import actions
from nahtlos.conferences.models import Conference, Invited
from nahtlos.conferences.policy import ANSWER, can_answer
from nahtlos.desk.cast import HOME
from nahtlos.foundation import links, stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Kind, LinkHold
from nahtlos.foundation.clock import in_days, now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cast import actor, organisation_id, sign_in
from tests.conferences.sampled import conference, details, invited_partner, token_of
from tests.people.test_invite import TELLING
from tests.reading import Page
from tests.records import recorded
from tests.world import CASE_FAMILY, CASE_GIVEN, LEADS

pytestmark = pytest.mark.django_db


def _url(row: Invited, language: str = "") -> str:
    return f"{language}/termin/{token_of(row)}/"


def _again(row: Invited) -> Invited:
    with tenant(row.organisation_id):
        return Invited.objects.get(pk=row.pk)


def _send(url: str, row: Invited, reply: str, words: str = "", **more: str) -> HttpResponse:
    version = version_of(_again(row))
    body = {"reply": reply, "words": words, "version": version, "stamp": stamps.issue(), **more}
    answer: HttpResponse = Client().post(url, body)
    return answer


def _change(**values: object) -> None:
    one = conference(HOME)
    lead = actor(LEADS[HOME])
    with tenant(one.organisation_id, lead.account_id):
        kept = {"starts_at": one.starts_at, "place": one.place, **values}
        actions.change_conference(
            actor=lead, conference=one, details=details(**kept), version=version_of(one)
        )


def test_the_page_says_when_and_where_and_nothing_of_whom() -> None:
    row = invited_partner(HOME)
    answer = Client().get(_url(row))
    assert answer.status_code == 200
    assert not answer.cookies
    page = Page(answer)
    for word in ("Raum 3", "etwa 60 Minuten", "Aufnahme", conference(HOME).code):
        assert word in page.text
    one = conference(HOME)
    for word in (CASE_GIVEN, CASE_FAMILY, one.case.code, "Aylin"):
        assert word not in page.text
    main = page.text.partition("Einladung zu einem Termin")[2].lower()
    told = main.partition("nummer")[0]
    assert not [word for word in TELLING if word in told and word != "fall"]


def test_opening_the_link_changes_nothing() -> None:
    row = invited_partner(HOME)
    url, before = _url(row), _again(row).changed_at
    with recorded() as found:
        for _ in range(3):
            assert Client().get(url).status_code == 200
            assert Client().head(url).status_code in (200, 405)
    assert not found
    assert (_again(row).reply, _again(row).changed_at) == ("open", before)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("comes", "Sie kommen."),
        ("stays_away", "Sie kommen nicht."),
        ("sends", "Sie schicken jemanden."),
    ],
)
def test_the_answer_stands_on_the_page_of_the_conference(reply: str, told: str) -> None:
    row = invited_partner(HOME)
    url = _url(row)
    with recorded() as found:
        assert _send(url, row, reply, "Ich bringe den Antrag mit.").status_code == 302
    assert [(entry.verb, entry.thing, entry.kind) for entry in found] == [
        ("answered", "conference", "link")
    ]
    assert f'"{reply}"' in found[0].detail
    assert "Antrag" not in found[0].detail
    assert told in Page(Client().get(url)).text
    one = conference(HOME)
    staff = sign_in("role:coach")
    page = Page(staff.get(f"/intern/faelle/{one.case.code}/besprechungen/{one.code}/"))
    assert "Ich bringe den Antrag mit." in page.text
    assert "Selbst geantwortet über den Link" in page.text
    with tenant(organisation_id()):
        assert CaseEvent.objects.filter(case=one.case, verb="conference_replied").count() == 1


def test_the_same_answer_again_changes_nothing_and_another_one_counts() -> None:
    row = invited_partner(HOME)
    url = _url(row)
    _send(url, row, "comes")
    with recorded() as found:
        assert _send(url, row, "comes").status_code == 302
    assert not found
    _send(url, row, "stays_away", "Doch krank.")
    assert (_again(row).reply, _again(row).words) == ("stays_away", "Doch krank.")


def test_a_double_click_is_one_answer() -> None:
    row = invited_partner(HOME)
    url, stamp = _url(row), stamps.issue()
    with recorded() as found:
        for _ in range(2):
            assert _send(url, row, "comes", stamp=stamp).status_code == 302
    assert len(found) == 1


def test_a_forwarded_link_does_not_overwrite_what_a_colleague_said() -> None:
    """Two read the same mail; the second one sees what the first one said before hers counts."""
    row = invited_partner(HOME)
    url = _url(row)
    seen = Page(Client().get(url)).typed("version")
    _send(url, row, "comes", "Ich komme selbst.")
    late = _send(url, row, "stays_away", "Keine Zeit.", version=seen)
    assert late.status_code == 422
    page = Page(late)
    assert "Inzwischen hat sich etwas geändert." in page.text
    assert "Ihre Antwort: Sie kommen." in page.text
    assert page.typed("words") == "Keine Zeit."
    assert _again(row).reply == "comes"
    assert _send(url, row, "stays_away", version=page.typed("version")).status_code == 302
    assert _again(row).reply == "stays_away"


def test_an_answer_for_the_former_day_does_not_count_for_the_new_one() -> None:
    row = invited_partner(HOME)
    url = _url(row)
    seen = Page(Client().get(url)).typed("version")
    _change(starts_at=now() + timedelta(days=2), place="Raum 9")
    late = _send(url, row, "comes", version=seen)
    assert late.status_code == 422
    assert "Raum 9" in Page(late).text
    assert _again(row).reply == "open"


def test_a_changed_day_asks_again_what_was_answered() -> None:
    row = invited_partner(HOME)
    url = _url(row)
    _send(url, row, "comes", "Gern.")
    _change(starts_at=now() + timedelta(days=2))
    fresh = _again(row)
    assert (fresh.reply, fresh.words or "", fresh.answered_at) == ("open", "", None)
    assert "Ihre Antwort" not in Page(Client().get(url)).text


def test_called_off_the_link_answers_nothing() -> None:
    row = invited_partner(HOME)
    url, one, lead = _url(row), conference(HOME), actor(LEADS[HOME])
    with tenant(one.organisation_id, lead.account_id):
        actions.cancel_conference(actor=lead, conference=one)
    for answer in (Client().get(url), _send(url, row, "comes")):
        assert answer.status_code == 410
        assert "Dieser Termin ist abgesagt" in Page(answer).text
    assert _again(row).reply == "open"


def test_a_link_that_has_expired_says_so_and_answers_nothing() -> None:
    row = invited_partner(HOME)
    with tenant(row.organisation_id):
        token = links.issue("conference_invitation", row.pk, ANSWER, in_days(-1))
    for answer in (Client().get(f"/termin/{token}/"), _send(f"/termin/{token}/", row, "comes")):
        assert answer.status_code == 410
        assert "Dieser Link öffnet nichts mehr" in Page(answer).text
        assert "Raum 3" not in Page(answer).text
    assert _again(row).reply == "open"


def test_when_the_meeting_is_over_the_link_says_so() -> None:
    row = invited_partner(HOME)
    url = _url(row)
    with tenant(row.organisation_id):
        Conference.objects.filter(pk=row.conference_id).update(starts_at=now() - timedelta(hours=2))
    answer = _send(url, row, "comes")
    assert answer.status_code == 410
    assert "Dieser Termin ist vorbei" in Page(answer).text


def test_a_closed_case_closes_the_link() -> None:
    row = invited_partner(HOME)
    url = _url(row)
    with tenant(row.organisation_id):
        case = Case.objects.filter(conferences=row.conference_id)
        case.update(closed_on=today(), closing="reached")
    answer = Client().get(url)
    assert answer.status_code == 410
    assert "Dieser Link öffnet nichts mehr" in Page(answer).text


def test_a_forged_link_and_a_link_for_something_else_do_not_exist() -> None:
    row = invited_partner(HOME)
    with tenant(row.organisation_id):
        other = links.issue("conference_invitation", row.pk, "keep_entries", in_days(1))
    for token in ("nichts", other):
        assert Client().get(f"/termin/{token}/").status_code == 404


def test_a_link_answers_its_own_invitation_and_no_other() -> None:
    row = invited_partner(HOME)
    other = conference(HOME).invited
    with tenant(row.organisation_id):
        person = other.get(kind="person")
        holder = Actor(
            kind=Kind.LINK,
            organisation_id=row.organisation_id,
            link=LinkHold("conference_invitation", row.pk, ANSWER),
        )
        assert can_answer(holder, row)
        assert not can_answer(holder, person)
        assert not can_answer(actor(LEADS[HOME]), row)
        with pytest.raises(Http404):
            actions.answer_invitation(
                actor=holder, row=person, reply="comes", words="", version=version_of(person)
            )
        person.refresh_from_db()
        assert person.reply == "open"


@pytest.mark.parametrize("reply", ["", "vielleicht", "other_day", "open"])
def test_an_answer_that_does_not_exist_is_said_beside_the_field(reply: str) -> None:
    row = invited_partner(HOME)
    answer = _send(_url(row), row, reply, "Ein Satz, der bleibt. 🙂")
    assert answer.status_code == 422
    assert Page(answer).typed("words") == "Ein Satz, der bleibt. 🙂"
    assert _again(row).reply == "open"


def test_ten_thousand_characters_are_refused_and_kept() -> None:
    row = invited_partner(HOME)
    answer = _send(_url(row), row, "comes", "ä" * 10_000)
    assert answer.status_code == 422
    assert _again(row).reply == "open"


def test_what_is_written_is_sealed() -> None:
    row = invited_partner(HOME)
    _send(_url(row), row, "sends", "Frau Unverwechselbar kommt.")
    with tenant(row.organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT words FROM conferences_invited WHERE id = %s", [row.pk])
        assert b"Unverwechselbar" not in bytes(cursor.fetchone()[0])


def test_in_plain_words_and_in_english() -> None:
    row = invited_partner(HOME)
    assert "Will you come?" in Page(Client().get(_url(row, "/en"))).text
    assert Client().get(_url(row, "/leicht")).status_code == 200
