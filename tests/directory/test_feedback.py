"""What the public reports: sealed, for the operator's organisation alone, erased when it is
done.
"""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions import close_feedback, receive_feedback
from nahtlos.directory.models import Feedback
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation_id
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.world import FEEDBACK

URL = "/intern/rueckmeldungen/"


def feedback(key: str = HOME) -> Feedback:
    """The report of the tests."""
    with tenant(organisation_id(key)):
        return Feedback.objects.all()[0]


def done(one: Feedback) -> str:
    """The button."""
    return f"{URL}{one.code}/erledigt/"


def test_the_administration_reads_it(as_: Callable[[str], Client]) -> None:
    page = Page(as_("fritz").get(URL))
    assert FEEDBACK in page.text
    assert "balduin@geheim.example" in page.text
    for who in ("aylin", "helga", "guel"):
        assert as_(who).get(URL).status_code == 404
        assert as_(who).post(done(feedback())).status_code == 404
    with tenant(organisation_id()), pytest.raises((PermissionDenied, Http404)):
        close_feedback(actor=actor("aylin"), feedback=feedback())


def test_it_is_sealed_in_the_database(db: None) -> None:
    with tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SELECT text, reply_to FROM directory_feedback")
        for column in cursor.fetchone():
            assert b"Balduin" not in bytes(column)
            assert b"balduin" not in bytes(column)


def test_what_is_done_is_erased_once(as_: Callable[[str], Client]) -> None:
    client, one = as_("fritz"), feedback()
    with recorded() as found:
        page = Page(client.post(done(one), follow=True))
        first = feedback().done_at
        client.post(done(one))
    assert "Erledigt." in page.text
    assert "Der Text ist gelöscht." in page.text
    assert FEEDBACK not in page.text
    assert (feedback().text, feedback().reply_to) == ("", "")
    assert feedback().done_at == first
    assert said(found) == [("ended", "feedback", one.code)]
    assert_by(found, "fritz", "Balduin")


def test_another_organisation_finds_nothing(as_: Callable[[str], Client]) -> None:
    assert as_("fritz").post(done(feedback(FOREIGN))).status_code == 404
    assert as_("fritz").post(f"{URL}%00/erledigt/").status_code == 404
    assert feedback(FOREIGN).done_at is None


def test_what_a_visitor_wrote_cannot_run_and_is_shown_whole(as_: Callable[[str], Client]) -> None:
    nasty = "<script>alert(1)</script> Şahin Łukasz Ї محمد 😀"
    receive_feedback(
        organisation_id=organisation_id(), kind="barrier", page="/x", text=nasty, reply_to=""
    )
    page = Page(as_("fritz").get(URL))
    assert nasty in page.text
    assert "<script>alert" not in page.source
