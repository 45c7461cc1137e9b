"""Lists taken along: they equal what the page shows, run no formula, stand in the chain, and are
gone after a day.
"""

import csv
import io
import random
from datetime import timedelta

import pytest
from django.db import InternalError, connection, connections, transaction
from django.test import Client
from openpyxl import Workbook, load_workbook

from nahtlos.cases import queries as cases
from nahtlos.cases.models import Case
from nahtlos.cases.rules.look import LANE_WORDS, ORDER_WORDS, Look
from nahtlos.desk.cast import HOME
from nahtlos.foundation import clock, stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.tenancy.context import snapshot
from nahtlos.lookout import actions, queries
from nahtlos.lookout.actions import tables as taking
from nahtlos.lookout.models import TableState, TakenTable
from nahtlos.people.actions import end_membership
from tests.cases.made import crowd, in_days, inside, membership, new_case, planned_case
from tests.cast import actor, organisation_id, sign_in
from tests.reading import Page
from tests.records import assert_by, recorded, said

URL = "/intern/tabellen/"
LIST = "/intern/faelle/"


def take(client: Client, **words: str) -> str:
    """The code of a table that is taken by pressing the button on a list."""
    body = {"liste": "begleitungen", "stamp": stamps.issue(), **words}
    answer = client.post(URL, body)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer["Location"].rstrip("/").rpartition("/")[2]


def csv_rows(client: Client, code: str) -> list[list[str]]:
    answer = client.post(f"{URL}{code}/", {"form": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def workbook(client: Client, code: str) -> Workbook:
    answer = client.post(f"{URL}{code}/", {"form": "xlsx"})
    return load_workbook(io.BytesIO(answer.content))


def shown(client: Client, **words: str) -> list[str]:
    """The codes of a list as somebody reads them, page after page."""
    url, codes = LIST + "?" + "&".join(f"{name}={word}" for name, word in words.items()), []
    while url:
        answer = client.get(url)
        codes += [line.code for line in answer.context["load"].lines]
        further = answer.context["next_url"]
        url = LIST + further if further else ""
    return codes


def looks() -> list[dict[str, str]]:
    return [
        {"spur": lane, "ordnung": order, "tage": days}
        for lane in ("", *LANE_WORDS)
        for order in ("", *ORDER_WORDS)
        for days in ("", "90")
    ]


def test_export_equals_what_the_list_shows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "within_for", lambda limit, account_id: True)
    with inside() as aylin:
        crowd(aylin, 120, 80)
        dice = random.Random(5)  # noqa: S311 (a test)
        for case in dice.sample(list(Case.objects.visible_to(aylin).order_by("code")), 20):
            case.closed_on, case.closing = today() - timedelta(days=dice.randrange(99)), "reached"
            case.save()
    client = sign_in("aylin")
    for look in dice.sample(looks(), 12):
        codes = shown(client, **look)
        code = take(client, **look)
        rows = csv_rows(client, code)
        assert [row[0] for row in rows[1 : 1 + len(codes)]] == codes, look
        assert rows[1 + len(codes)] == []
        assert ["Zeilen", str(len(codes))] in rows
        sheet = workbook(client, code)["Liste"]
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == codes
        with inside():
            assert TakenTable.objects.get(code=code).rows == len(codes)


def test_every_page_of_every_look_is_in_the_whole_list(db: None) -> None:
    with inside() as aylin:
        crowd(aylin, 130, 90)
        for look in looks():
            lane, order, days = Look.of(look).meaning
            after, lines = "", []
            while True:
                page = cases.caseload(aylin, order=order, lane=lane, within_days=days, after=after)
                lines += page.lines
                after = page.after
                if not after:
                    break
            whole = cases.whole_caseload(aylin, order=order, lane=lane, within_days=days)
            assert whole == lines, look
            assert cases.caseload_size(aylin, lane=lane, within_days=days) == len(lines)


def test_the_roster_goes_along_without_a_name(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, given_name="Kunigunde", family_name="Geheim")
    client = sign_in("helga")
    rows = csv_rows(client, take(client, liste="uebersicht"))
    with inside("helga") as helga:
        lines = cases.whole_roster(helga)
        assert [row[0] for row in rows[1 : 1 + len(lines)]] == [line.code for line in lines]
        assert cases.roster_size(helga) == len(lines)
    mine = next(row for row in rows if row and row[0] == case.code)
    assert mine[1] == "Aylin"
    assert "Kunigunde" not in str(rows)


def test_only_who_sees_the_roster_takes_it_along(db: None) -> None:
    body = {"liste": "uebersicht", "stamp": stamps.issue()}
    assert sign_in("aylin").post(URL, body).status_code == 404
    assert sign_in("aylin").post(URL, {**body, "liste": "alles"}).status_code == 404
    assert "Wer führt was?" not in Page(sign_in("aylin").get(URL)).text
    assert "Wer führt was?" in Page(sign_in("helga").get(URL)).text


@pytest.mark.parametrize(
    "typed",
    [
        '=HYPERLINK("http://x.example";"Lohn")',
        "  +1",
        "\t@x",
        "\r=1+1",
        "＝1+1",
        "\u200b-2",
        "\xa0=A1",
        "-2",
        "+49 30 1",
    ],
)
def test_a_formula_injection_is_exported_as_text(db: None, typed: str) -> None:
    with inside() as aylin:
        case = new_case(aylin, called="Mo")
        # Forms trim what is typed; a list from elsewhere may not.
        case.client.called = typed
        case.client.save()
    client = sign_in("aylin")
    code = take(client)
    row = next(row for row in csv_rows(client, code) if row and row[0] == case.code)
    assert row[1] == f"'{typed}"
    sheet = workbook(client, code)["Liste"]
    cell = next(row[1] for row in sheet.iter_rows(min_row=2) if row[0].value == case.code)
    assert cell.data_type == "s"
    assert str(cell.value).replace("\n", "\r") == typed
    assert cell.number_format == "@"
    with inside():
        assert Case.objects.select_related("client").get(pk=case.pk).client.called == typed


def test_numbers_and_days_stay_numbers_and_days(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin, release_on=in_days(-3))
    client = sign_in("aylin")
    code = take(client)
    row = next(row for row in csv_rows(client, code) if row and row[0] == case.code)
    assert row[6:10] == [f"{in_days(-3):%d.%m.%Y}", "fester Termin", "-3", "ja"]
    sheet = workbook(client, code)["Liste"]
    cells = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == case.code)
    assert cells[6].value.date() == in_days(-3)
    assert cells[8].value == -3
    about = dict(workbook(client, code)["Über diese Tabelle"].iter_rows(values_only=True))
    assert about["Zeilen"] == len(list(sheet.iter_rows(min_row=2)))
    assert about["Organisation"] == "Wegbegleitung Musterland"


def test_the_page_says_how_many_rows_and_which(db: None) -> None:
    client = sign_in("aylin")
    count = len(shown(client, spur="woche", ordnung="name"))
    code = take(client, spur="woche", ordnung="name")
    page = Page(client.get(f"{URL}{code}/"))
    assert f"Begleitungen: {count} Zeile" in page.heading()
    assert "Diese Woche; sortiert nach Name." in page.text
    assert code in str(client.get(URL).content.decode())


def test_the_list_offers_itself_with_the_look_it_has(db: None) -> None:
    with inside() as aylin:
        planned_case(aylin, admitted_on=today())
    page = Page(sign_in("aylin").get(f"{LIST}?spur=woche&ordnung=name&tage=90"))
    assert {name: page.typed(name) for name in ("liste", "spur", "ordnung", "tage")} == {
        "liste": "begleitungen",
        "spur": "woche",
        "ordnung": "name",
        "tage": "90",
    }


def test_taking_a_list_along_stands_in_the_chain(db: None) -> None:
    client = sign_in("aylin")
    count = len(shown(client, spur="woche"))
    with recorded() as found:
        code = take(client, spur="woche")
        client.post(f"{URL}{code}/", {"form": "xlsx"})
    assert said(found) == [("taken_along", "table", code), ("opened", "table", code)]
    assert f'"rows":{count}' in found[0].detail
    assert "diese Woche; sortiert nach nächstem Schritt" in found[0].detail
    assert '"form":"xlsx"' in found[1].detail
    assert_by(found, "aylin")


def test_the_data_protection_officer_reads_how_many_rows_of_which_list(db: None) -> None:
    client = sign_in("aylin")
    count = len(shown(client, spur="woche"))
    take(client, spur="woche")
    text = Page(sign_in("guel").get("/intern/protokoll/")).text
    assert "als Tabelle mitgenommen" in text
    assert f"{count} Zeilen, caseload: diese Woche; sortiert nach nächstem Schritt" in text


def test_a_file_is_never_kept_by_a_browser(db: None) -> None:
    client = sign_in("aylin")
    code = take(client)
    answer = client.post(f"{URL}{code}/", {"form": "csv"})
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="liste-{code}-{today():%Y-%m-%d}.csv"'
    )


def test_what_waits_is_sealed(db: None) -> None:
    with inside() as aylin:
        new_case(aylin, called="Wunibald Unverkennbar")
    code = take(sign_in("aylin"))
    with inside(), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM lookout_takentable t WHERE code = %s", [code])
        assert "Unverkennbar" not in cursor.fetchone()[0]


def test_nobody_else_opens_a_table(db: None) -> None:
    code = take(sign_in("aylin"))
    for who in ("bernd", "helga", "cem", "doro"):
        client = sign_in(who)
        assert client.get(f"{URL}{code}/").status_code == 404
        assert client.post(f"{URL}{code}/", {"form": "csv"}).status_code == 404
        assert client.post(f"{URL}{code}/loeschen/").status_code == 404


def test_a_double_click_takes_one_table(db: None) -> None:
    client, stamp = sign_in("aylin"), stamps.issue()
    for _ in range(2):
        client.post(URL, {"liste": "begleitungen", "stamp": stamp})
    with inside() as aylin:
        assert queries.own_tables(aylin).count() == 1


def test_a_fourth_list_of_a_day_is_refused_with_a_sentence(db: None) -> None:
    client = sign_in("aylin")
    for _ in range(3):
        take(client)
    answer = client.post(URL, {"liste": "begleitungen", "stamp": stamps.issue()}, follow=True)
    assert taking.TOO_MANY in Page(answer).text
    with inside() as aylin:
        assert queries.own_tables(aylin).count() == 3


def test_a_stamp_of_nowhere_is_refused_with_a_sentence(db: None) -> None:
    answer = sign_in("aylin").post(URL, {"liste": "begleitungen", "stamp": "x"}, follow=True)
    assert "war zu lange offen" in Page(answer).text


def test_a_day_later_it_is_gone(db: None) -> None:
    client = sign_in("aylin")
    code = take(client)
    with clock.told(-1):
        assert client.get(f"{URL}{code}/").status_code == 404
        assert actions.forget_tables(organisation_id(HOME)) == 1
    with inside():
        assert not TakenTable.objects.filter(code=code).exists()


def test_it_can_be_put_away_earlier(db: None) -> None:
    client = sign_in("aylin")
    code = take(client)
    with recorded() as found:
        assert client.post(f"{URL}{code}/loeschen/").status_code == 302
    assert said(found) == [("ended", "table", code)]
    assert client.get(f"{URL}{code}/").status_code == 404
    assert client.post(f"{URL}{code}/loeschen/").status_code == 404


def wanted(aylin: Actor, monkeypatch: pytest.MonkeyPatch) -> TakenTable:
    """A long list that waits for the job."""
    monkeypatch.setattr(taking, "AT_ONCE", 5)
    for _ in range(6):
        new_case(aylin)
    table = actions.take_table(actor=aylin, word="begleitungen", words={})
    assert table.state == TableState.WANTED
    return table


def made(table: TakenTable, aylin: Actor) -> int:
    """The job runs."""
    assert aylin.account_id is not None
    return actions.make_table(
        organisation_id=table.organisation_id, code=table.code, account_id=aylin.account_id
    )


def test_a_long_list_is_made_by_a_job_and_equals_the_list_too(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("aylin")
    with inside() as aylin:
        table = wanted(aylin, monkeypatch)
    page = Page(client.get(f"{URL}{table.code}/"))
    assert "Die Tabelle wird zusammengestellt." in page.text
    assert Page(client.post(f"{URL}{table.code}/", {"form": "csv"})).heading()
    rows = made(table, aylin)
    assert rows == len(shown(client))
    assert [row[0] for row in csv_rows(client, table.code)[1 : 1 + rows]] == shown(client)
    assert made(table, aylin) == 0
    answer = client.get(f"{URL}{table.code}/", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_who_left_in_the_meantime_gets_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside() as aylin:
        table = wanted(aylin, monkeypatch)
    with inside("role:org_admin") as admin:
        end_membership(actor=admin, member=membership("aylin"), successor=None)
        assert made(table, aylin) == 0
        kept = TakenTable.objects.get(pk=table.pk)
        assert (kept.state, kept.content or "") == (TableState.STOPPED, "")


def test_a_snapshot_shows_one_moment_and_writes_nothing(committing: None) -> None:
    who = actor("aylin")
    with snapshot(who.organisation, who.account_id):
        before = Case.objects.visible_to(who).count()
        other = connections["default"].copy()
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('nahtlos.organisation', %s, false)", [str(who.organisation)]
            )
            cursor.execute("UPDATE cases_case SET closed_on = opened_on, closing = 'reached'")
            assert cursor.rowcount > 0
        other.close()
        assert Case.objects.visible_to(who).filter(closed_on=None).exists()
        assert Case.objects.visible_to(who).count() == before
        with (
            pytest.raises(InternalError, match="read-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE cases_case SET closing = ''")
    with tenant(who.organisation, who.account_id):
        assert not Case.objects.visible_to(who).filter(closed_on=None).exists()
