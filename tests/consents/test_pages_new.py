"""The pages on which consents and notices are prepared."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent
from nahtlos.consents.rules.scope import add_months
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, organisation, organisation_id
from tests.consents.asking import FAMILY, a_case, prepared, signed
from tests.reading import Page
from tests.test_access_matrix import writes


def url(case: Case, what: str = "einwilligungen/neu/") -> str:
    """The page of a case that prepares one."""
    return f"/intern/faelle/{case.code}/{what}"


def german(day: date) -> str:
    """As it is typed."""
    return f"{day:%d.%m.%Y}"


def filled_in(**values: Any) -> dict[str, Any]:
    """The form of a consent for Wohnhilfe Süd."""
    return {
        "receiver": organisation(FOREIGN).name,
        "to_function": "Aufnahme",
        "from_function": "Integrationscoach",
        "purpose": "housing",
        "purpose_words": "ein Zimmer ab Januar",
        "plain": ["PERS", "WOH"],
        "special": ["SCH"],
        "extent": ["status"],
        "direction": "one_way",
        "valid_from": german(today()),
        "valid_until": german(today() + timedelta(days=90)),
        "condition": "",
        "stamp": stamps.issue(),
        **values,
    }


def notice_typed(**values: Any) -> dict[str, Any]:
    """The form of a notice."""
    return filled_in(
        legal_basis="present_danger", informed_on=german(today()), purpose_words="Gefahr", **values
    )


def of(case: Case) -> list[Consent]:
    """The consents of a case."""
    with tenant(case.organisation_id):
        return list(Consent.objects.filter(case=case).select_related("to_organisation"))


def test_a_consent_is_prepared_on_one_page(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    page = Page(client.get(url(case)))
    assert page.heading() == "Einwilligung vorbereiten"
    assert FAMILY not in page.source[: page.source.index("</title>")]
    assert "Muster, rechtlich ungeprüft" in page.text
    page = Page(client.post(url(case), filled_in(), follow=True))
    assert "Vorbereitet. Jetzt drucken" in page.text
    assert "Noch erlaubt sie nichts" in page.text
    (consent,) = of(case)
    assert consent.to_organisation == organisation(FOREIGN)
    assert consent.categories == ["PERS", "WOH", "SCH"]


def test_special_kinds_stand_apart_and_none_is_ticked_for_her(
    as_: Callable[[str], Client],
) -> None:
    page = Page(as_("aylin").get(url(a_case())))
    assert page.typed("plain") == []
    assert page.typed("special") == []
    offered = [one.attributes["value"] for one in page.named("special")]
    assert offered == ["SCH", "GES", "SUC", "PSY", "FAM", "KIND", "REC", "AUF"]
    assert "alle Angaben" not in page.text


def test_two_clicks_make_one(as_: Callable[[str], Client]) -> None:
    case, client, typed = a_case(), as_("aylin"), filled_in()
    for _ in range(2):
        assert client.post(url(case), typed).status_code == 302
    assert len(of(case)) == 1


def test_offices_without_an_account_can_be_named_and_a_doubt_is_asked_about(
    as_: Callable[[str], Client],
) -> None:
    case, client = a_case(), as_("aylin")
    page = Page(client.post(url(case), filled_in(receiver="Musterstadt")))
    assert page.status == 422
    assert "Mehrere Stellen passen. Bitte wählen Sie eine aus." in page.beside("receiver")
    slugs = [one.attributes["value"] for one in page.named("meant")]
    assert len(slugs) > 1
    client.post(url(case), filled_in(receiver="Musterstadt", meant=slugs[1]))
    assert of(case)[0].to_organisation.slug == slugs[1]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("receiver", "Alle Behörden", "Diese Stelle steht nicht im Verzeichnis."),
        ("receiver", "", "Bitte füllen Sie dieses Feld aus."),
        ("receiver", "😀" * 5_000, "Bitte schreiben Sie kürzer"),
        ("to_function", "", "Bitte füllen Sie dieses Feld aus."),
        ("to_function", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 120 Zeichen."),
        ("purpose", "", "Bitte wählen Sie etwas aus."),
        ("purpose", "alles", "Bitte wählen Sie etwas aus der Liste."),
        ("purpose_words", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 200 Zeichen."),
        ("plain", ["alle"], "Bitte wählen Sie etwas aus der Liste."),
        ("special", ["alle"], "Bitte wählen Sie etwas aus der Liste."),
        ("extent", [], "Bitte wählen Sie etwas aus."),
        ("valid_from", "31.02.2027", "Bitte geben Sie das Datum so ein"),
        ("valid_from", "1.1.2020", "Eine Einwilligung gilt nicht rückwirkend."),
        ("valid_until", "31.02.2027", "Bitte geben Sie das Datum so ein"),
        ("valid_until", "3.12.9999", "Bitte prüfen Sie das Jahr."),
        ("valid_until", "3.12.2029", "Länger als ein Jahr gilt keine Einwilligung."),
        ("valid_until", "1.1.2020", "Das Ende kann nicht vor dem Anfang liegen."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    as_: Callable[[str], Client], field: str, value: str | list[str], sentence: str
) -> None:
    case, client = a_case(), as_("aylin")
    before = writes()
    page = Page(client.post(url(case), filled_in() | {field: value}))
    assert page.status == 422
    assert sentence in page.beside(field)
    if field != "from_function":
        assert page.typed("from_function") == "Integrationscoach"
    if isinstance(value, str) and field != "purpose":
        assert page.typed(field) == value
    assert writes() == before


def test_nothing_ticked_is_said(as_: Callable[[str], Client]) -> None:
    case = a_case()
    page = Page(as_("aylin").post(url(case), filled_in(plain=[], special=[])))
    assert "Bitte kreuzen Sie einzeln an" in page.beside("plain")
    assert of(case) == []


def test_a_new_version_begins_with_the_old_ones_words(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    old = signed(case)
    page = Page(client.get(f"{url(case)}?fassung={old.number}"))
    assert organisation(FOREIGN).name in str(page.typed("receiver"))
    assert page.typed("plain") == ["PERS", "TERM", "WOH"]
    assert page.typed("special") == ["SCH"]
    assert page.typed("valid_from") == german(today())
    client.post(url(case), filled_in(special=["SCH", "GES"], receiver=page.typed("receiver")))
    assert [one.signed_on is None for one in of(case)].count(True) == 1
    others = prepared(a_case("bernd"), "bernd")
    assert client.get(f"{url(case)}?fassung={others.number}").status_code == 404
    assert client.get(f"{url(case)}?fassung=E-2222-2").status_code == 404


def test_the_end_follows_the_release(as_: Callable[[str], Client]) -> None:
    release = today() + timedelta(days=40)
    case = a_case(custody="sentence", scenario="fixed", release_on=release)
    page = Page(as_("aylin").get(url(case)))
    assert page.typed("valid_until") == german(add_months(release, 6))


def test_a_notice_says_that_nobody_checked_the_law(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    page = Page(client.get(url(case, "mitteilung/neu/")))
    assert "Nahtlos prüft nicht, ob die Vorschrift passt." in page.text
    assert "Diese Hinweise sind rechtlich ungeprüft." in page.text
    assert "prison_notice" not in page.source, "only for prisons"
    typed = notice_typed()
    for _ in range(2):
        assert client.post(url(case, "mitteilung/neu/"), typed).status_code == 302
    assert [one.kind for one in of(case)] == ["notice"]
    page = Page(client.get(f"/intern/einwilligungen/{of(case)[0].number}/"))
    assert "§ 34 StGB" in page.text
    assert "(rechtlich ungeprüft)" in page.text
    page = Page(client.post(url(case, "mitteilung/neu/"), notice_typed() | {"legal_basis": "x"}))
    assert page.status == 422


def test_prisons_may_name_their_own_notices(as_: Callable[[str], Client]) -> None:
    page = Page(as_("doro").get(url(a_case("doro"), "mitteilung/neu/")))
    assert "prison_notice" in page.source


def test_who_is_not_on_the_case_finds_no_page(as_: Callable[[str], Client]) -> None:
    case = a_case()
    consent = prepared(case)
    addresses = [url(case), url(case, "einwilligungen/"), url(case, "mitteilung/neu/")]
    addresses += [
        f"/intern/einwilligungen/{consent.number}/{then}"
        for then in ("", "blatt/", "unterschrieben/")
    ]
    for who in ("bernd", "helga", "fritz", "guel", "cem", "mina"):
        client = as_(who)
        for address in addresses:
            assert client.get(address).status_code == 404, f"{who} {address}"
        for address in (*addresses[:1], addresses[-1], f"{addresses[3]}verwerfen/"):
            assert client.post(address, filled_in()).status_code in (404, 405)
    with tenant(organisation_id()):
        assert Consent.objects.filter(case=case).count() == 1
