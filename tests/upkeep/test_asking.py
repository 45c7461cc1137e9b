"""The night asks, reminds once and hands over to the office; an office asks and opens."""

from datetime import timedelta

import pytest
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from nahtlos.upkeep import jobs
from nahtlos.upkeep.actions import ask, watch
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.queries.queue import queue
from tests.cast import FOREIGN, actor, organisation, organisation_id, sign_in
from tests.directory.sampled import house
from tests.records import letters, recorded, said
from tests.test_budgets import count
from tests.upkeep.sampled import OFFICE, an_offer, asked, token_of

pytestmark = pytest.mark.django_db


def _confirmed(days: int, key: str = HOME) -> None:
    """Everything the organisation says was confirmed DAYS days ago."""
    day = today() - timedelta(days=days)
    with tenant(organisation_id(key)):
        home = organisation(key)
        home.facts = Provenance("die Organisation selbst", day, "", State.CONFIRMED)
        home.save()
        Offer.objects.filter(organisation=home).update(
            facts_checked_on=day, facts_state=State.CONFIRMED
        )
        ContactPerson.objects.filter(organisation=home).update(confirmed_on=day)


def _open(key: str = HOME) -> list[ConfirmationRequest]:
    with tenant(organisation_id(key)):
        rows = ConfirmationRequest.objects.filter(to_organisation=organisation(key))
        return list(rows.filter(closed_on=None))


def _kinds(key: str = HOME) -> list[str]:
    return [one.kind for one in letters(key) if one.kind.startswith("confirmation")]


def test_the_night_asks_reminds_once_and_then_leaves_it_to_a_call() -> None:
    _confirmed(149)
    assert watch(organisation_id(), today()) == 0
    _confirmed(150)
    with recorded() as found:
        assert watch(organisation_id(), today()) == 1
        assert watch(organisation_id(), today()) == 0
    assert [verb for verb, _, _ in said(found)] == ["sent"]
    assert _kinds() == ["confirmation"]
    for days, kinds in ((13, 1), (14, 2), (15, 2), (27, 2), (28, 2)):
        watch(organisation_id(), today() + timedelta(days=days))
        assert len(_kinds()) == kinds, days
    assert _kinds()[1] == "confirmation_reminder"
    assert _kinds(OFFICE) == ["confirmation_silent"]
    assert _open()[0].escalated_on == today() + timedelta(days=28)
    watch(organisation_id(), today() + timedelta(days=60))
    assert not _open()
    watch(organisation_id(), today() + timedelta(days=61))
    assert not _open(), "who said nothing is not asked at once again"


def test_what_nobody_ever_confirmed_is_not_asked_for_by_itself() -> None:
    with tenant(organisation_id()):
        home = organisation()
        home.facts = Provenance("https://gefunden.example", None, "", State.FOUND)
        home.save()
        Offer.objects.filter(organisation=home).update(facts_state=State.FOUND)
        ContactPerson.objects.filter(organisation=home).update(confirmed_on=None)
    assert watch(organisation_id(), today()) == 0
    assert not _kinds()


def test_the_letter_names_nobody_and_its_link_opens() -> None:
    _confirmed(150)
    watch(organisation_id(), today())
    letter = next(one for one in letters() if one.kind == "confirmation")
    assert "/stimmt/" in letter.link
    path = "/stimmt/" + letter.link.partition("/stimmt/")[2]
    page = Client().get(path).content.decode()
    assert organisation().name in page


def test_the_nights_job_goes_through_every_organisation() -> None:
    _confirmed(150)
    jobs.watch_entries()
    assert len(_open()) == 1


def test_an_organisation_without_a_mailbox_is_called_and_not_written_to() -> None:
    edda = actor("edda")
    with tenant(organisation_id(FOREIGN)):
        Organisation.objects.filter(pk=organisation_id(FOREIGN)).update(email="")
        Site.objects.filter(organisation_id=organisation_id(FOREIGN)).update(email="")
    within = tenant(edda.organisation, edda.account_id)
    with within, pytest.raises(Refused, match="keine E-Mail-Adresse"):
        ask(actor=edda, organisation=organisation(FOREIGN))
    client = sign_in("edda")
    answer = client.post(f"/intern/bestaetigungen/{organisation(FOREIGN).slug}/oeffnen/")
    assert "/stimmt/" in answer.headers["Location"]


def test_the_office_asks_once_and_reads_why_not_twice() -> None:
    client, slug = sign_in("edda"), organisation(HOME).slug
    with recorded(OFFICE) as found:
        client.post(f"/intern/bestaetigungen/{slug}/bitten/")
        page = client.post(f"/intern/bestaetigungen/{slug}/bitten/", follow=True).content.decode()
    assert "ist schon gefragt" in page
    assert said(found) == [("sent", "confirmation", slug)]
    assert _kinds() == ["confirmation"]
    assert "gefragt am" in page


def test_the_queue_shows_whom_to_call_first() -> None:
    request = asked(FOREIGN)
    with tenant(organisation_id(FOREIGN)):
        request.escalated_on = today()
        request.save()
    page = sign_in("edda").get("/intern/bestaetigungen/").content.decode()
    first = page.index("nl-h3")
    assert page.index(organisation(FOREIGN).name) - first < 300
    assert "bitte anrufen" in page


def test_the_queue_shows_the_worst_entries_first_and_how_good_they_are() -> None:
    edda = actor("edda")
    with tenant(edda.organisation, edda.account_id):
        lines = [line for line in queue(edda, today(), everywhere=True, page=1).lines if line.score]
    scores = [line.score or 0 for line in lines if line.state == "old"]
    assert len(set(scores)) > 1
    assert scores == sorted(scores)
    page = sign_in("edda").get("/intern/bestaetigungen/?land=alle").content.decode()
    assert f"Güte {scores[0]} von 100" in page


def test_the_queue_costs_the_same_for_every_land() -> None:
    client = sign_in("edda")
    own = count(client, "/intern/bestaetigungen/")
    everywhere = count(client, "/intern/bestaetigungen/?land=alle")
    assert own == everywhere <= 15


def test_a_prison_sends_its_record_and_the_former_link_ends() -> None:
    client, site = sign_in("role:prison_family"), house(HOME)
    url = f"/intern/besuch/{site.slug}/link/"
    assert client.post(url, {"address": "familie@haus.example"}).status_code == 302
    first = next(one for one in letters() if one.kind == "confirmation")
    assert first.address == "familie@haus.example"
    path = "/stimmt/" + first.link.partition("/stimmt/")[2]
    page = Client().get(path).content.decode()
    assert "Haus der Tests" in page
    assert an_offer(HOME).title not in page
    client.post(url, {"address": "andere@haus.example"})
    assert (
        "öffnet nichts mehr" in Client().get(path).content.decode()
        or Client().get(path).status_code == 404
    )
    assert client.post(url, {"address": "kein Postfach"}).status_code == 422


def test_two_tokens_of_one_request_open_the_same_page() -> None:
    request = asked(HOME)
    pages = [Client().get(f"/stimmt/{token_of(request)}/").status_code for _ in range(2)]
    assert pages == [200, 200]
