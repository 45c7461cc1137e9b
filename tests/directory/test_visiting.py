"""A prison writes what holds for visits, confirms it, and overwrites nobody."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions.visiting import save_visits
from nahtlos.directory.models import VisitingFact
from nahtlos.directory.queries.visiting import prison_page, stored_facts
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation.clock import today
from nahtlos.foundation.models import AuditEntry
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale
from nahtlos.organisations.models import Site
from tests.cast import FOREIGN, actor, sign_in
from tests.directory.sampled import house

pytestmark = pytest.mark.django_db


def _url(group: str = "room") -> str:
    return f"/intern/besuch/{house(HOME).slug}/angaben/{group}/"


def _version(group: str = "room", custody: str = "") -> str:
    return fingerprint(stored_facts(house(HOME), group, custody))


def _values(site: Site, field: str) -> list[tuple[str, str]]:
    rows = VisitingFact.objects.filter(site=site, field=field).order_by("custody")
    return list(rows.values_list("custody", "value"))


def test_what_the_prison_writes_stands_on_the_page_for_families_and_is_confirmed_today() -> None:
    client, site = sign_in("role:prison_family"), house(HOME)
    body = {"kinderecke": "ja", "kinderecke_note": "mit Sofa", "wickeltisch": "nein"}
    assert client.post(_url(), {**body, "version": _version()}).status_code == 302
    page = Client().get(f"/haftanstalt/{site.slug}/").content.decode()
    assert "Ja, mit Sofa" in page
    assert "Nein" in page
    fact = VisitingFact.objects.get(site=site, field="kinderecke")
    assert (fact.facts.state, fact.facts.checked_on) == (State.CONFIRMED, today())
    with tenant(site.organisation_id):
        entry = AuditEntry.objects.filter(thing="visits").latest("number")
    assert entry.code == site.slug
    assert json.loads(entry.detail)["fields"] == ["kinderecke", "wickeltisch"]


def test_what_is_emptied_is_unknown_again_and_never_no() -> None:
    client, site = sign_in("role:prison_family"), house(HOME)
    client.post(_url(), {"version": _version()})
    assert not _values(site, "kinderecke")
    group = next(one for one in prison_page(site.slug, today()).groups if one.unknown[:1])
    assert "Spielecke für Kinder" in {
        name for one in prison_page(site.slug, today()).groups for name in one.unknown
    }
    assert not any(answer.value == "nein" for answer in group.answers)


def test_one_kind_of_custody_is_written_beside_all() -> None:
    client, site = sign_in("role:prison_social"), house(HOME)
    answer = client.post(
        f"{_url('times')}?haft=remand",
        {"besuchszeiten": "Di 14:00–15:00", "version": _version("times", "remand")},
    )
    assert answer.headers["Location"].endswith("?haft=remand")
    assert _values(site, "besuchszeiten") == [("", "Mo 9:00–11:00"), ("remand", "Di 14:00–15:00")]
    page = Client().get(f"/haftanstalt/{site.slug}/?haft=remand").content.decode()
    assert "Di 14:00–15:00" in page
    assert "Mo 9:00–11:00" not in page


def test_who_saves_second_overwrites_nobody_and_sees_both() -> None:
    client, before = sign_in("role:prison_family"), _version()
    client.post(_url(), {"kinderecke": "nein", "version": before})
    answer = client.post(_url(), {"kinderecke": "ja", "kinderecke_note": "neu", "version": before})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Jemand hat diese Angaben inzwischen geändert" in page
    assert 'value="neu"' in page
    assert _values(house(HOME), "kinderecke") == [("", "nein")]
    assert client.post(_url(), {"kinderecke": "ja", "version": _version()}).status_code == 302


def test_the_second_click_of_a_double_click_is_no_mistake() -> None:
    client, body = sign_in("role:prison_family"), {"kinderecke": "nein", "version": _version()}
    assert [client.post(_url(), body).status_code for _ in range(2)] == [302, 302]


def test_all_of_it_is_confirmed_with_one_button() -> None:
    client, site = sign_in("role:prison_family"), house(HOME)
    old = Provenance("https://haus.example", today() - timedelta(days=200), "", State.FOUND)
    with tenant(site.organisation_id):
        for fact in VisitingFact.objects.filter(site=site):
            fact.facts = old
            fact.save()
    assert "älter als 180 Tage" in Client().get(f"/haftanstalt/{site.slug}/").content.decode()
    client.post(f"/intern/besuch/{site.slug}/bestaetigen/")
    assert "älter als 180 Tage" not in Client().get(f"/haftanstalt/{site.slug}/").content.decode()
    assert {fact.facts.checked_on for fact in VisitingFact.objects.filter(site=site)} == {today()}


def test_a_childrens_text_may_be_four_thousand_signs_long_and_no_longer() -> None:
    client, text = sign_in("role:prison_family"), "Wir üben das 🚪. " * 235
    version = _version("texts")
    body = {"kindertext_6_10": text, "version": version}
    assert client.post(_url("texts"), body).status_code == 302
    assert _values(house(HOME), "kindertext_6_10") == [("", text.strip())]
    page = Client().get(f"/haftanstalt/{house(HOME).slug}/fuer-kinder/").content.decode()
    assert "Das schreibt die Anstalt selbst" in page
    body = {"kindertext_6_10": "x" * 10_000, "version": _version("texts")}
    answer = client.post(_url("texts"), body)
    assert answer.status_code == 422
    assert "höchstens 4000 Zeichen" in answer.content.decode()
    assert "x" * 10_000 in answer.content.decode()


def test_a_wrong_number_is_said_beside_the_field_and_kept() -> None:
    client = sign_in("role:prison_family")
    body = {"besuchstelefon": "nach Mittag", "e_mail": "post@", "version": _version("contact")}
    page = client.post(_url("contact"), body).content.decode()
    assert "Eine Telefonnummer besteht aus Ziffern" in page
    assert "nach Mittag" in page
    assert "keine vollständige E-Mail-Adresse" in page
    assert not _values(house(HOME), "besuchstelefon")


def test_a_group_or_a_house_that_does_not_exist_is_404() -> None:
    client = sign_in("role:prison_family")
    assert client.get(_url("quatsch")).status_code == 404
    assert client.get("/intern/besuch/gibt-es-nicht/").status_code == 404
    assert client.get(f"/intern/besuch/{house(FOREIGN).slug}/angaben/room/").status_code == 404


def test_a_fact_nobody_is_sure_of_is_hidden_until_somebody_says_better() -> None:
    site = house(HOME)
    with tenant(site.organisation_id):
        row = VisitingFact(organisation_id=site.organisation_id, site=site, field="foto")
        row.value, row.confidence = "ja, vielleicht", "low"
        row.save()
    client, version = sign_in("role:prison_family"), _version("procedure")
    assert "vielleicht" not in client.get(_url("procedure")).content.decode()
    client.post(_url("procedure"), {"schliessfach": "ja", "version": version})
    assert _values(site, "foto") == [("", "ja, vielleicht")]
    client.post(_url("procedure"), {"foto": "nein", "version": _version("procedure")})
    assert _values(site, "foto") == [("", "nein")]


def test_the_action_refuses_a_state_that_is_over() -> None:
    who, site = actor("role:prison_family"), house(HOME)
    with tenant(who.organisation, who.account_id), pytest.raises(Stale):
        save_visits(
            actor=who, site=site, group="room", custody="", values={}, version="nie gesehen"
        )
