"""How far an import is stands on its page: without a script by a link, with one by asking again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nahtlos.exchange import actions
from nahtlos.exchange.models import ImportRun
from nahtlos.exchange.queries.imports import PATIENCE
from tests.exchange.importing import URL, inside, looked_at, written

pytestmark = pytest.mark.django_db
ASKS = {"HX-Request": "true"}


def running() -> ImportRun:
    """An import that the job has not begun."""
    run, _ = looked_at("Titel\r\nGruppe am Abend\r\nRechnen lernen\r\n")
    inside(lambda one: actions.start_import(actor=one, run=run))
    return run


def test_the_page_says_how_far_it_is_and_never_reloads_itself(
    as_: Callable[[str], Client],
) -> None:
    run = running()
    page = as_("aylin").get(f"{URL}{run.code}/").content.decode()
    assert "0 von 2 Zeilen" in page
    assert "Stand ansehen" in page
    assert page.count('hx-trigger="every 3s"') == 1
    assert 'http-equiv="refresh"' not in page


def test_who_asks_again_gets_the_progress_only_and_is_sent_to_the_end(
    as_: Callable[[str], Client],
) -> None:
    run, client = running(), as_("aylin")
    told = client.get(f"{URL}{run.code}/", headers=ASKS)
    assert "0 von 2 Zeilen" in told.content.decode()
    assert "<html" not in told.content.decode()
    written(run)
    ended = client.get(f"{URL}{run.code}/", headers=ASKS)
    assert ended.headers["HX-Refresh"] == "true"
    assert "Der Import ist fertig" in client.get(f"{URL}{run.code}/").content.decode()


def test_only_a_running_import_loads_the_script_that_asks(as_: Callable[[str], Client]) -> None:
    run, client = running(), as_("aylin")
    assert "htmx.min" in client.get(f"{URL}{run.code}/").content.decode()
    inside(
        lambda one: ImportRun.objects.filter(pk=run.pk).update(
            changed_at=run.changed_at - PATIENCE - timedelta(minutes=1)
        )
    )
    page = client.get(f"{URL}{run.code}/").content.decode()
    assert "Seit mehr als zehn Minuten ist nichts geschehen." in page
    assert "hx-get" not in page
    assert "htmx.min" not in page


def test_strangers_are_told_nothing_when_they_ask_again(as_: Callable[[str], Client]) -> None:
    run = running()
    assert as_("cem").get(f"{URL}{run.code}/", headers=ASKS).status_code == 404
