"""Opening a case, and who the person is: two minutes, a code is enough, nobody else reads it."""

from datetime import date

import pytest
from django.db import connections
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import NewCase
from nahtlos.cases.models import Case, CaseMember, Client, Stay
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.versions import Stale, version_of
from tests.cases import made
from tests.cases.made import again, in_days, inside, new_case
from tests.cast import FOREIGN
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def test_a_case_begins_with_its_lead_its_stay_and_its_date(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = new_case(aylin, called="Herr N.")
        case = queries.case_for(aylin, case.code)
        assert case.code.startswith("F-")
        assert case.client.code.startswith("K-")
        assert case.client.shown_name == "Herr N."
        assert case.client.born_on == made.BORN.isoformat()
        stay = queries.running_stay(case)
        scenario = queries.current_scenario(stay)
        assert stay is not None
        assert scenario is not None
        assert (stay.release_on, scenario.kind, scenario.on) == (
            in_days(200),
            "fixed",
            in_days(200),
        )
        assert [(m.name, m.part) for m in queries.members_of(case)] == [("Aylin", "lead")]
        assert [line.sentence for line in queries.course(case)] == ["Begleitung begonnen"]
    assert said(found) == [("created", "case", case.code)]
    assert_by(found, "aylin", made.GIVEN, made.FAMILY, made.BOOK, "Herr N.")


def test_a_case_can_begin_without_a_name(db: None) -> None:
    with inside() as aylin:
        case = actions.open_case(actor=aylin, values=NewCase())
        case = queries.case_for(aylin, case.code)
        assert case.client.shown_name == case.client.code
        stay = queries.running_stay(case)
        assert stay is not None
        assert (stay.custody, stay.release_on) == ("unknown", None)


def test_a_prison_hands_over_a_code_a_site_and_a_date(db: None) -> None:
    with inside("doro", "jva-musterstadt") as doro:
        prison = next(p for p in queries.stays.prisons_by_code().values() if p.land == "MU")
        values = NewCase(
            external_code="XB-1",
            prison_code=prison.xjustiz_id,
            scenario="end",
            release_on=in_days(9),
        )
        case = actions.open_case(actor=doro, values=values)
        assert case.land_code == "MU"
        lines = queries.caseload(doro, within_days=9).lines
        line = next(line for line in lines if line.code == case.code)
        assert (line.name, line.prison, line.days) == (case.client.code, prison.name, 9)


def test_a_family_needs_no_prisoner(db: None) -> None:
    with inside() as aylin:
        case = actions.open_case(actor=aylin, values=NewCase(kind="family", called="Jana"))
        assert queries.stay_of(case) is None
        actions.open_plan(actor=aylin, case=case)
        page = queries.case_plan(queries.case_for(aylin, case.code), in_days(0))
        assert page.lines


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"admitted_on": 10, "release_on": 9}, "release_on"),
        ({"scenario": "half", "release_on": None}, "release_on"),
        ({"scenario": "unknown"}, "scenario"),
        ({"scenario": "heute"}, "scenario"),
        ({"prison_code": "X9999"}, "prison_code"),
        ({"custody": "dungeon"}, "custody"),
        ({"kind": "x"}, "kind"),
        ({"born_on": 1}, "born_on"),
        ({"born_on": date(1, 1, 1)}, "born_on"),
        ({"admitted_on": date(1, 1, 1)}, "admitted_on"),
        ({"summons_on": date(9999, 12, 31)}, "summons_on"),
        ({"release_on": date(9999, 12, 31)}, "release_on"),
    ],
)
def test_dates_that_cannot_be_are_refused_beside_the_field(
    db: None, values: dict[str, object], field: str
) -> None:
    with inside() as aylin:
        # Counted from the day the test runs on, not from the one on which it was collected.
        given = {n: in_days(v) if isinstance(v, int) else v for n, v in values.items()}
        before = writes()
        with pytest.raises(Refused) as refused:
            new_case(aylin, **given)
        assert refused.value.field == field
        assert refused.value.reason.endswith(".")
        assert writes() == before


@pytest.mark.parametrize("who", ["fritz", "guel"])
def test_who_accompanies_nobody_opens_no_case(db: None, who: str) -> None:
    with inside(who) as other, pytest.raises(Http404):
        new_case(other)


def test_nobody_reads_anothers_case(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
    for who, key in (("bernd", "wegbegleitung-musterland"), ("helga", "wegbegleitung-musterland")):
        with inside(who, key) as other:
            assert case.code not in {line.code for line in queries.caseload(other).lines}
            assert case.code not in {due.case_code for due in queries.due_soon(other, 3650)}
            with pytest.raises(Case.DoesNotExist):
                queries.case_for(other, case.code)
    with inside("doro", "jva-musterstadt") as doro, pytest.raises(Case.DoesNotExist):
        queries.case_for(doro, case.code)
    with inside("cem", FOREIGN):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Client.objects.filter(pk=case.client_id).exists()


def test_a_member_who_only_reads_for_the_ministry_now_reads_no_case(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        CaseMember.objects.filter(case=case).update(
            account_id=made.membership("guel").account_id, membership=made.membership("guel")
        )
    with inside("guel") as guel:
        assert queries.caseload(guel).lines == ()
        with pytest.raises(Case.DoesNotExist):
            queries.case_for(guel, case.code)


def test_strangers_and_colleagues_change_nothing(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        stay = Stay.objects.get(case=case)
    for who, key in (("bernd", "wegbegleitung-musterland"), ("doro", "jva-musterstadt")):
        with inside(who, key) as other:
            before = writes()
            for deed in (
                lambda: actions.edit_client(
                    actor=other, case=case, values={"phone": "1"}, version=version_of(case.client)
                ),
                lambda: actions.edit_stay(
                    actor=other, case=case, values={"custody": "open"}, version=version_of(stay)
                ),
                lambda: actions.open_plan(actor=other, case=case),
                lambda: actions.set_circumstances(
                    actor=other, case=case, values={"debts": "yes"}, version=version_of(case)
                ),
                lambda: actions.mark_closed(actor=other, case=case, closing="reached"),
                lambda: actions.end_stay(actor=other, case=case, how="released", on=in_days(0)),
                lambda: actions.begin_stay(actor=other, case=case, values={}),
            ):
                with pytest.raises(Http404):
                    deed()
            assert writes() == before


def test_the_person_is_changed_and_the_chain_says_which_fields(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        before = version_of(again(case))
        with recorded() as found:
            client = actions.edit_client(
                actor=aylin,
                case=case,
                values={"called": "Mo", "born_on": date(1990, 2, 28), "phone": "030 23125-001"},
                version=version_of(case.client),
            )
        assert Client.objects.get(pk=client.pk).shown_name == "Mo"
        assert version_of(again(case)) != before, "a changed case makes a shown proposal stale"
    assert said(found) == [("changed", "client", case.code)]
    assert '"fields":["born_on","called","phone"]' in found[0].detail
    assert_by(found, "aylin", "Mo", "1990", "23125")


def test_the_same_again_changes_nothing_and_is_not_stale(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        values, version = {"called": "Mo"}, version_of(case.client)
        actions.edit_client(actor=aylin, case=case, values=values, version=version)
        before = writes()
        actions.edit_client(actor=aylin, case=case, values=values, version=version)
        assert writes() == before


def test_who_saves_second_overwrites_nobody(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        version = version_of(case.client)
        actions.edit_client(actor=aylin, case=case, values={"called": "Mo"}, version=version)
        with pytest.raises(Stale):
            actions.edit_client(actor=aylin, case=case, values={"called": "Kas"}, version=version)


def test_ordinary_words_and_ten_thousand_signs_are_kept(db: None) -> None:
    words = 'O\'Brien "SELECT * FROM x"; 100 % 🐦 =HYPERLINK(1) ' + "x" * 10_000
    with inside() as aylin:
        case = new_case(aylin, called=words)
        assert queries.case_for(aylin, case.code).client.called == words.strip()


def test_what_names_a_person_does_not_lie_in_the_rows(db: None) -> None:
    with inside() as aylin:
        case = made.planned_case(aylin, called="Herr Niemand")
        actions.set_circumstances(
            actor=aylin, case=case, values={"debts": "yes"}, version=version_of(again(case))
        )
        actions.answer_question(
            actor=aylin,
            case=case,
            question="bed",
            values={"state": "secured", "words": "Bei Tante Gerlinde", "place": "Lindenweg 3"},
            version="",
        )
        actions.add_step(
            actor=aylin, case=case, title="Fahrrad holen", area="MOB", due_on=None, assigned=None
        )
        raw = _rows("cases_client", "cases_case", "cases_answer", "cases_step", "cases_caseevent")
    assert case.code in raw, "the rows must hold what is no secret, else this proves nothing"
    secrets = [made.GIVEN, made.FAMILY, made.PHONE, made.BOOK, made.BORN.isoformat(), "debts"]
    secrets += ["Herr Niemand", "Gerlinde", "Lindenweg", "Fahrrad"]
    assert [word for word in secrets if word in raw or word.encode().hex() in raw] == []


def _rows(*tables: str) -> str:
    """Everything that lies in TABLES, as the database stores it."""
    found = []
    with connections["default"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 (names of our tables)
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)
