"""Twelve lines from a screen become twelve files; a later list moves their dates; all of it can be
taken back.
"""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import Workbook

from nahtlos.cases.actions import end_stay, open_plan
from nahtlos.cases.models import Case, CaseEvent, Client, ReleaseScenario, Stay
from nahtlos.cases.queries import search_people
from nahtlos.cases.queries.names import holds_everybody
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from nahtlos.lists import actions
from nahtlos.lists.models import ListLine, ReleaseList
from nahtlos.lists.queries import own_list, preview
from nahtlos.referrals.actions import close_case, move_release
from tests.cases.made import new_case
from tests.cast import account, sign_in
from tests.lists.made import HEAD, HERE, PRISON, URL, browser, found, inside, pasted, taken_over
from tests.reading import Page
from tests.records import assert_by, recorded, said

pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return f"{today() + timedelta(days=days):%d.%m.%Y}"


def twelve() -> str:
    return "\n".join(
        f"{100 + n}/26\tZeile{chr(97 + n)}mann\tZ{chr(97 + n)}ra\t{n + 1}.3.1980\t{day(10 + 7 * n)}"
        for n in range(12)
    )


def test_twelve_pasted_lines_without_headings_become_twelve_files() -> None:
    with inside() as doro:
        before = Case.objects.visible_to(doro).count()
    run = taken_over(twelve())
    assert run.counts == {"new": 12}
    with inside() as doro:
        assert Case.objects.visible_to(doro).count() == before + 12
        case = found(doro, "100/26")
        stay = Stay.objects.get(case=case)
        assert (case.client.family_name, case.client.given_name) == ("Zeileamann", "Zara")
        assert case.client.born_on == "1980-03-01"
        assert (stay.prison_code, stay.release_on) == (HERE, today() + timedelta(days=10))
        assert ReleaseScenario.objects.get(stay=stay).current
        assert case.plan_opened_on is None
        assert holds_everybody(case.organisation_id)
        assert search_people(doro, "Zeileamann").hits


def test_the_prison_where_most_are_is_chosen_already() -> None:
    with inside() as doro:
        for number in range(9):
            new_case(doro, external_code=f"{number}/99", prison_code=HERE)
    page = Page(browser().get(URL))
    chosen = [one for one in page.named("anstalt")[0].every() if "selected" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == [HERE]


def test_one_list_is_one_entry_in_the_chain() -> None:
    run = pasted(twelve())
    with recorded(PRISON) as found_entries, inside() as doro:
        actions.start_list(actor=doro, run=run)
    assert said(found_entries) == [("imported", "release_list", run.code)]
    assert_by(found_entries, "doro", "Zeileamann", "100/26")
    with inside() as doro:
        assert CaseEvent.objects.filter(case=found(doro, "100/26"), verb="case_opened").exists()


def test_the_plan_opens_on_first_use() -> None:
    taken_over(twelve())
    with inside() as doro:
        case = found(doro, "103/26")
        open_plan(actor=doro, case=case)
        assert Case.objects.get(pk=case.pk).plan_opened_on == today()


def test_a_later_list_moves_dates_and_enters_nobody_twice() -> None:
    taken_over(twelve())
    with inside() as doro:
        open_plan(actor=doro, case=found(doro, "100/26"))
        people = Client.objects.count()
    run = pasted(f"{HEAD}\n100/26\tZeileamann\tZara\t1.3.80\t{day(40)}\n101/26\t\t\t\t{day(17)}")
    with inside() as doro:
        seen = preview(doro, run)
        assert [line.known.on for line in seen.moved if line.known] == [
            today() + timedelta(days=10)
        ]
        assert len(seen.same) == 1
        actions.start_list(actor=doro, run=run)
        assert Client.objects.count() == people
        assert Stay.objects.get(case=found(doro, "100/26")).release_on == (
            today() + timedelta(days=40)
        )


def test_a_line_that_says_nothing_of_the_date_takes_none_away() -> None:
    taken_over(twelve())
    run = pasted(f"{HEAD}\n100/26\tZeileamann\tZara\t\toffen")
    with inside() as doro:
        assert len(preview(doro, run).same) == 1


def test_a_plain_date_keeps_what_the_former_one_rested_on() -> None:
    with inside() as doro:
        case = new_case(doro, external_code="3/26", scenario="end")
        was = Stay.objects.get(case=case).release_on
    same = pasted(f"{HEAD}\n3/26\t\t\t\t{was:%d.%m.%Y}")
    with inside() as doro:
        assert len(preview(doro, same).same) == 1
    taken_over(f"{HEAD}\n3/26\t\t\t\t{day(33)}")
    with inside():
        counts = ReleaseScenario.objects.get(stay__case=case, current=True)
        assert (counts.kind, counts.on) == ("end", today() + timedelta(days=33))


def test_whoever_may_be_meant_is_decided_by_a_person() -> None:
    with inside() as doro:
        known = new_case(
            doro, given_name="Ümit", family_name="Şahin", external_code="", born_on=date(1990, 2, 3)
        )
    text = f"{HEAD}\n900/26\tSchahin\tUmid\t3.2.1990\t{day(50)}"
    client = browser()
    run = pasted(text, client=client)
    page = Page(client.get(f"{URL}{run.code}/"))
    assert "Ist es dieselbe Person?" in page.text
    assert "0 neu" in page.text
    client.post(f"{URL}{run.code}/entscheiden/", {"zeile2": known.code})
    with inside() as doro:
        assert [line.known.case.code for line in preview(doro, run).moved if line.known] == [
            known.code
        ]
    client.post(f"{URL}{run.code}/entscheiden/", {"zeile2": "F-0000-0"})
    client.post(f"{URL}{run.code}/uebernehmen/")
    with inside() as doro:
        assert Stay.objects.get(case=known).release_on == today() + timedelta(days=50)


def test_the_same_number_with_another_name_is_asked_about() -> None:
    with inside() as doro:
        new_case(doro, given_name="Anna", family_name="Anders", external_code="77/26")
    run = pasted(f"{HEAD}\n77/26\tKowalski\tBruno\t4.5.1970\t{day(9)}")
    with inside() as doro:
        assert len(preview(doro, run).undecided) == 1


def test_a_returning_person_gets_her_closed_file_back() -> None:
    with inside() as doro:
        case = new_case(doro, given_name="Rita", family_name="Rückkehr", external_code="55/24")
        end_stay(actor=doro, case=case, how="released", on=today())
        close_case(actor=doro, case=case, closing="no_contact")
    client = browser()
    run = pasted(f"{HEAD}\n55/24\tRückkehr\tRita\t\t{day(100)}", client=client)
    assert "Die Akte wird wieder geöffnet" in Page(client.get(f"{URL}{run.code}/")).text
    client.post(f"{URL}{run.code}/entscheiden/", {"zeile2": case.code})
    client.post(f"{URL}{run.code}/uebernehmen/")
    with inside() as doro:
        again = found(doro, "55/24")
        assert again.pk == case.pk
        assert Stay.objects.filter(case=case).count() == 2


def test_a_file_of_somebody_else_is_not_touched_and_not_named() -> None:
    run = taken_over(f"{HEAD}\n66/26\tHeimlich\tHanna\t1.1.1980\t{day(30)}")
    with inside() as doro:
        case = found(doro, "66/26")
        case.members.update(account_id=account("lars").pk)
    again = pasted(f"{HEAD}\n66/26\tHeimlich\tHanna\t1.1.1980\t{day(60)}")
    with inside() as doro:
        (line,) = preview(doro, again).undecided
        assert line.end == "elsewhere"
        assert (line.known, line.maybe) == (None, ())
        actions.start_list(actor=doro, run=again)
        assert Stay.objects.get(case=case).release_on == today() + timedelta(days=30)
    assert run.code != again.code


def test_one_bad_line_stops_no_other_and_is_named() -> None:
    client = browser()
    text = (
        f"{HEAD}\n1/26\tGut\tGerd\t\t{day(9)}\n2/26\tSchlecht\tSven\t\t31.02.2027\n1/26\tGut\tGerd"
    )
    run = pasted(text, client=client)
    page = Page(client.get(f"{URL}{run.code}/"))
    assert "„31.02.2027“ ist kein Tag, den es gibt" in page.text
    assert "steht schon in Zeile 2" in page.text
    client.post(f"{URL}{run.code}/uebernehmen/")
    with inside():
        assert ReleaseList.objects.get(pk=run.pk).counts == {"new": 1, "bad": 2}


def test_what_nobody_decided_is_said_at_the_end() -> None:
    with inside() as doro:
        new_case(doro, given_name="Anna", family_name="Anders", external_code="77/26")
    client = browser()
    text = f"{HEAD}\n77/26\tKowalski\tBruno\t4.5.1970\t{day(9)}\n78/26\tNeu\tNina\t\t{day(9)}"
    run = pasted(text, client=client)
    client.post(f"{URL}{run.code}/uebernehmen/")
    page = Page(client.get(f"{URL}{run.code}/"))
    assert "1 neu, 1 nicht entschieden." in page.text


def test_undo_erases_what_nobody_touched_and_names_what_stays() -> None:
    with inside() as doro:
        known = new_case(doro, given_name="Karl", family_name="Kannte", external_code="9/26")
        other = new_case(doro, given_name="Olga", family_name="Orts", external_code="8/26")
        people, was = Client.objects.count(), Stay.objects.get(case=known).release_on
    run = taken_over(f"{twelve()}\n9/26\tKannte\tKarl\t\t{day(77)}\n8/26\tOrts\tOlga\t\t{day(78)}")
    with inside() as doro:
        worked_on = found(doro, "105/26")
        open_plan(actor=doro, case=worked_on)
        fresh = Case.objects.get(pk=other.pk)
        move_release(
            actor=doro,
            case=fresh,
            scenario="fixed",
            on=today() + timedelta(days=5),
            approved=(),
            version=version_of(fresh),
        )
        undone = actions.undo_list(actor=doro, run=run)
        assert sorted(undone.refused) == sorted([worked_on.code, other.code])
        assert Client.objects.count() == people + 1
        assert Stay.objects.get(case=known).release_on == was
        assert Stay.objects.get(case=other).release_on == today() + timedelta(days=5)
        assert holds_everybody(known.organisation_id)
        assert not search_people(doro, "100/26").hits
        assert actions.undo_list(actor=doro, run=run).state == "undone"


def test_pressed_twice_it_is_written_once() -> None:
    client = browser()
    run = pasted(twelve(), client=client)
    for _ in range(2):
        client.post(f"{URL}{run.code}/uebernehmen/")
    with inside() as doro:
        rows = Case.objects.visible_to(doro).select_related("client")
        assert len([one for one in rows if one.client.external_code == "100/26"]) == 1


def test_a_file_is_read_like_pasted_lines() -> None:
    book = Workbook()
    book.active.append(["Buchnummer", "Name", "Strafende", "Zelle"])
    book.active.append(["200/26", "Tabelle, Tina", date(2031, 5, 6), "B 12"])
    stream = io.BytesIO()
    book.save(stream)
    upload = SimpleUploadedFile("liste.xlsx", stream.getvalue())
    client = browser()
    answer = client.post(URL, {"datei": upload, "anstalt": HERE, "stamp": stamps.issue()})
    client.post(f"{answer['Location']}uebernehmen/")
    with inside() as doro:
        case = found(doro, "200/26")
        assert (case.client.given_name, case.client.family_name) == ("Tina", "Tabelle")
        assert Stay.objects.get(case=case).release_on == date(2031, 5, 6)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "Bitte fügen Sie Zeilen ein oder wählen Sie eine Datei."),
        ({"zeilen": "Buchnummer\tEntlassung"}, "Hier stehen nur Überschriften."),
        ({"zeilen": "\n".join(f"{n}\t1.2.2031" for n in range(2001))}, "höchstens 2.000 Zeilen"),
    ],
)
def test_what_is_no_list_is_refused_in_words(body: dict[str, str], sentence: str) -> None:
    answer = browser().post(URL, body | {"anstalt": HERE, "stamp": stamps.issue()})
    assert answer.status_code == 422
    assert sentence in Page(answer).text


def test_a_picture_is_no_list() -> None:
    upload = SimpleUploadedFile("liste.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    answer = browser().post(URL, {"datei": upload, "stamp": stamps.issue()})
    assert answer.status_code == 422
    assert "keine Tabelle" in Page(answer).text


def test_columns_nobody_knows_are_asked_for_and_remembered() -> None:
    client = browser()
    text = f"Kennz\tFrei ab\nA 1\t{day(30)}"
    run = pasted(text, client=client)
    assert run.state == "columns"
    refused = client.post(f"{URL}{run.code}/spalten/", {"spalte1": "entlassung"})
    assert refused.status_code == 422
    assert "in welcher Spalte der Name oder die Buchnummer steht" in Page(refused).text
    client.post(f"{URL}{run.code}/spalten/", {"spalte0": "nummer", "spalte1": "entlassung"})
    assert pasted(text, client=client).state == "checked"


def test_nobody_else_reads_a_list() -> None:
    run = pasted(twelve())
    for who in ("lars", "aylin", "cem"):
        assert sign_in(who).get(f"{URL}{run.code}/").status_code == 404


def test_what_a_list_says_lies_sealed_and_is_forgotten_after_a_month() -> None:
    run = pasted(twelve())
    with connection.cursor() as cursor:
        cursor.execute("SELECT cells FROM lists_listline")
        assert not any(b"Zeile" in bytes(row[0]) for row in cursor.fetchall())
    with inside():
        ReleaseList.objects.filter(pk=run.pk).update(changed_at=run.changed_at - timedelta(days=31))
    assert actions.forget_old_lists(run.organisation_id) == 1
    with inside():
        assert not ListLine.objects.exists()


def test_a_long_list_is_written_by_a_job_and_goes_on_after_a_kill() -> None:
    with inside() as doro:
        run = pasted("\n".join(f"{n}/27\tLang{n:03}\tLea\t\t1.2.2031" for n in range(1000, 1250)))
        run = actions.start_list(actor=doro, run=run)
        assert (run.state, run.done) == ("running", 0)
    written = {
        "organisation_id": run.organisation_id,
        "code": run.code,
        "account_id": run.account_id,
    }
    assert actions.run_list(**written) == 250
    assert actions.run_list(**written) == 0
    with inside() as doro:
        assert own_list(doro, run.code).counts == {"new": 250}
