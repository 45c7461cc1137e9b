"""Two files of the same person: nothing merges by itself, what is merged stays whole and can be
taken back.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.test import Client as Browser

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, CaseMember, Client, ClientMerge
from nahtlos.cases.queries.merging import merges_of, other_files, said_of, version_of_both
from nahtlos.cases.queries.names import holds_everybody, search_people
from nahtlos.consents.actions import sign_consent
from nahtlos.consents.models import Consent
from nahtlos.consents.queries import WithdrawalSearch, withdrawable
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import close_case, reopen_case
from tests.cases.made import BORN, inside, membership, new_case
from tests.cast import FOREIGN, organisation_id, sign_in
from tests.reading import Page
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes
from tests.together import together
from tests.world import furnish_consent

TAKE_OTHERS = {"name": "folded"}
OLD = {"given_name": "Kazimir", "family_name": "Niemandsländer", "phone": ""}


def two(actor: Actor) -> tuple[Case, Case]:
    """A file of now, and one that was closed, of the same person under another spelling."""
    here, there = new_case(actor), new_case(actor, **OLD, external_code="")
    close_case(actor=actor, case=there, closing="no_contact")
    return fetched(actor, here), fetched(actor, there)


def merges(*cases: Case) -> QuerySet[ClientMerge]:
    """What was merged into the person of one of CASES."""
    return ClientMerge.objects.filter(kept__in=[case.client_id for case in cases])


def fetched(actor: Actor, case: Case) -> Case:
    """CASE as the pages fetch it."""
    return queries.case_for(actor, case.code)


def merge(
    actor: Actor,
    case: Case,
    other: Case,
    choices: Mapping[str, str] = TAKE_OTHERS,
    version: str | None = None,
    ground: str = "she_says",
) -> ClientMerge:
    """Merge as somebody who just looked at both."""
    seen = version_of_both(case.client, other.client) if version is None else version
    made = actions.merge_clients(
        actor=actor, case=case, other=other, choices=choices, ground=ground, version=seen
    )
    assert made is not None
    return made


def state(*cases: Case) -> dict[str, Any]:
    """Everything a merge could touch: whose file it is, what she says, who reads it."""
    persons = Client.objects.filter(organisation_id=cases[0].organisation_id)
    return {
        "persons": {one.code: (said_of(one), one.leads_to_id) for one in persons},
        "files": {
            case.code: (
                Case.objects.get(pk=case.pk).client.code,
                Case.objects.get(pk=case.pk).closed_on,
                sorted(CaseMember.objects.filter(case=case).values_list("account_id", "part")),
            )
            for case in cases
        },
    }


def test_both_files_stay_with_all_they_hold_and_say_one_person(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        reopen_case(actor=aylin, case=there)
        furnish_consent(aylin, there, FOREIGN)
        close_case(actor=aylin, case=there, closing="reached")
        actions.add_member(actor=aylin, case=here, membership=membership("bernd"))
        before = state(here, there)
        merge(aylin, here, there)
        after = state(here, there)
        for code, (_, closed, members) in before["files"].items():
            assert after["files"][code] == (here.client.code, closed, members)
        kept = fetched(aylin, here)
        assert kept.client.full_name == "Kazimir Niemandsländer"
        assert (kept.client.born_on, kept.client.external_code) == (BORN.isoformat(), "XB-4711-77")
        assert Consent.objects.filter(case=there).exists()
        assert [hit.said for hit in other_files(aylin, kept)] == [
            f"Akte von {there.closed_on:%Y} (geschlossen)"
        ]
        assert [line.who for line in merges_of(kept)] == ["Aylin"]


def test_taken_back_everything_is_as_it_was(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        before = state(here, there)
        made = merge(aylin, here, there)
        assert state(here, there) != before
        assert actions.undo_merge(actor=aylin, case=here, merge=made) == ()
        assert state(here, there) == before
        assert merges_of(fetched(aylin, here)) == []
        assert actions.undo_merge(actor=aylin, case=here, merge=made) == ()
        assert state(here, there) == before


def test_taken_back_from_either_file(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        before = state(here, there)
        made = merge(aylin, here, there)
        actions.undo_merge(actor=aylin, case=there, merge=made)
        assert state(here, there) == before


def test_what_somebody_changed_since_stays_and_is_named(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        made = merge(aylin, here, there)
        kept = fetched(aylin, here)
        actions.edit_client(
            actor=aylin,
            case=kept,
            values={"phone": "0152 11110000"},
            version=kept.client.changed_at.isoformat(),
        )
        assert actions.undo_merge(actor=aylin, case=here, merge=made) == ("Telefon",)
        client = fetched(aylin, here).client
        assert (client.given_name, client.phone) == ("Kasimir", "0152 11110000")


def test_the_search_finds_her_under_both_names_and_once(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        made = merge(aylin, here, there)
        for typed in ("Niemandsländer", "Kasimir Niemandsland", there.client.code):
            hits = search_people(aylin, typed).hits
            assert sorted(hit.code for hit in hits) == sorted([here.code, there.code]), typed
        assert holds_everybody(aylin.organisation)
        actions.undo_merge(actor=aylin, case=here, merge=made)
        assert [hit.code for hit in search_people(aylin, there.client.code).hits] == [there.code]
        with pytest.raises(actions.PerhapsThere) as perhaps:
            actions.open_case(
                actor=aylin,
                values=actions.NewCase(
                    given_name="Kasimir", family_name="Niemandsland", born_on=BORN
                ),
            )
        assert {hit.code for hit in perhaps.value.found.hits} == {here.code, there.code}


def test_a_colleague_who_reads_one_of_them_is_not_told_that_she_may_not_read_it(db: None) -> None:
    """By the name that stood in the other file she finds her own, and no sentence more."""
    with inside() as aylin:
        here, there = two(aylin)
        actions.add_member(actor=aylin, case=here, membership=membership("bernd"))
        merge(aylin, here, there)
    with inside("bernd") as bernd:
        found = search_people(bernd, "Kazimir Niemandsländer")
        assert [hit.code for hit in found.hits] == [here.code]
        assert not found.hidden
        assert other_files(bernd, fetched(bernd, here)) == []


def test_a_consent_is_withdrawn_under_either_name(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        furnish_consent(aylin, here, FOREIGN)
        consent = Consent.objects.get(case=here)
        signed = {"signed_on": today(), "informed_on": today(), "form": "paper"}
        sign_consent(
            actor=aylin,
            consent=consent,
            values={**signed, "given_in": "custody"},
            version=consent.changed_at.isoformat(),
        )
        merge(aylin, here, there)
        for name in ("Kasimir Niemandsland", "Kazimir Niemandsländer"):
            hits = withdrawable(aylin, WithdrawalSearch(name=name, born_on=BORN))
            assert [hit.number for hit in hits] == [consent.number], name


def test_where_two_say_different_things_somebody_decides(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        before = state(here, there)
        with pytest.raises(Refused) as refused:
            merge(aylin, here, there, {"given_name": "kept"})
        assert refused.value.field == "name"
        assert "Name" in refused.value.reason
        with pytest.raises(Refused, match="woher") as refused:
            merge(aylin, here, there, ground="")
        assert refused.value.field == "ground"
        assert state(here, there) == before


def test_a_preview_that_is_no_longer_true_is_refused(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        seen = version_of_both(here.client, there.client)
        actions.edit_client(
            actor=aylin,
            case=here,
            values={"phone": "0152 2"},
            version=here.client.changed_at.isoformat(),
        )
        with pytest.raises(Refused, match="inzwischen geändert"):
            merge(aylin, here, there, version=seen)
        assert not merges(here, there).exists()


def test_twice_is_once(db: None) -> None:
    with inside() as aylin, recorded() as found:
        here, there = two(aylin)
        made = merge(aylin, here, there)
        again = actions.merge_clients(
            actor=aylin, case=here, other=there, choices={}, ground="", version=""
        )
        assert again is None
        assert merges(here, there).get() == made
    deeds = [one for one in said(found) if one[0] == "merged"]
    assert sorted(deeds) == sorted(("merged", "case", one.code) for one in (here, there))


def test_a_family_is_not_merged_with_a_prisoner(db: None) -> None:
    with inside() as aylin:
        here, there = new_case(aylin), new_case(aylin, kind="family")
        with pytest.raises(Refused, match="Familie"):
            merge(aylin, fetched(aylin, here), fetched(aylin, there))


def test_who_may_not_open_every_file_of_the_person_merges_nothing(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        third = fetched(aylin, new_case(aylin, given_name="Kasymir"))
        made = merge(aylin, here, there)
        for case in (here, third):
            actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        before = state(here, there, third)
    with inside("bernd") as bernd:
        mine, other = fetched(bernd, here), fetched(bernd, third)
        for one, two_ in ((mine, other), (other, mine)):
            with pytest.raises(Refused, match="nicht öffnen dürfen"):
                merge(bernd, one, two_)
        with pytest.raises(Refused, match="nicht öffnen dürfen"):
            actions.undo_merge(actor=bernd, case=mine, merge=made)
        with pytest.raises(Http404):
            actions.merge_clients(
                actor=bernd, case=mine, other=there, choices={}, ground="known", version=""
            )
        assert state(here, there, third) == before


def test_strangers_and_other_organisations_merge_nothing(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        before = state(here, there)
    for who, key in (("bernd", HOME), ("fritz", HOME), ("doro", "jva-musterstadt")):
        with inside(who, key) as other:
            written = writes()
            with pytest.raises(Http404):
                actions.merge_clients(
                    actor=other, case=here, other=there, choices={}, ground="known", version=""
                )
            assert writes() == written
    with inside("doro", "jva-musterstadt") as doro:
        hers = new_case(doro)
    with inside() as aylin:
        with pytest.raises(Http404):
            actions.merge_clients(
                actor=aylin, case=here, other=hers, choices={}, ground="known", version=""
            )
        assert state(here, there) == before


def test_a_later_merge_is_taken_back_first(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        third = fetched(aylin, new_case(aylin, given_name="Kasymir"))
        before = state(here, there, third)
        first = merge(aylin, here, there)
        between = state(here, there, third)
        # The kept person herself becomes another's: her former doubles go along.
        second = merge(aylin, third, fetched(aylin, here), {"name": "kept"})
        files = state(here, there, third)["files"]
        assert {client for client, *_ in files.values()} == {third.client.code}
        hits = search_people(aylin, "Niemandsländer").hits
        assert {hit.code for hit in hits} == {here.code, there.code, third.code}
        with pytest.raises(Refused, match="zuerst das"):
            actions.undo_merge(actor=aylin, case=here, merge=first)
        actions.undo_merge(actor=aylin, case=here, merge=second)
        assert state(here, there, third) == between
        actions.undo_merge(actor=aylin, case=here, merge=first)
        assert state(here, there, third) == before


def test_the_chain_says_who_and_in_which_file_and_no_name(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        with recorded() as found:
            made = merge(aylin, here, there)
            actions.undo_merge(actor=aylin, case=here, merge=made)
        lines = queries.course(fetched(aylin, here))
        assert lines[0].sentence == "Zusammenführung zurückgenommen"
        assert there.code not in str(lines)
    assert {one[0] for one in said(found)} == {"merged", "separated"}
    assert len(found) == 4
    assert_by(found, "aylin", "Kasimir", "Kazimir", "Niemandsl", "1987")


def test_what_was_before_is_sealed(db: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)
        merge(aylin, here, there)
        with connection.cursor() as cursor:
            cursor.execute("SELECT cases_clientmerge::text FROM cases_clientmerge")
            row = cursor.fetchone()[0]
        assert "Kasimir" not in row


def test_two_people_at_once_are_one_merge(committing: None) -> None:
    with inside() as aylin:
        here, there = two(aylin)

    def deed(one: Case, other: Case) -> Callable[[], str]:
        def act() -> str:
            with inside() as again:
                made = actions.merge_clients(
                    actor=again,
                    case=one,
                    other=other,
                    choices=TAKE_OTHERS,
                    ground="known",
                    version=version_of_both(one.client, other.client),
                )
                return made.code if made else "once"

        return act

    found = together(deed(here, there), deed(there, here))
    assert sorted(map(str, found)).count("once") == 1, found
    with tenant(organisation_id(HOME)):
        assert merges(here, there).count() == 1


def test_the_pages_lead_from_the_double_to_one_person_and_back(db: None) -> None:
    browser: Browser = sign_in("aylin")
    with inside() as aylin:
        here, there = two(aylin)
    chosen = browser.get(f"/intern/faelle/{here.code}/doppelt/")
    assert there.code in chosen.content.decode()
    for typed, sentence in (
        (here.code, "Das ist das Kürzel dieser Akte"),
        ("F-2222-2", "keine Akte, die Sie öffnen dürfen"),
        ("Karl", "kein Kürzel"),
    ):
        answer = browser.post(f"/intern/faelle/{here.code}/doppelt/", {"andere": typed})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), typed
    url = f"/intern/faelle/{here.code}/doppelt/{there.code}/"
    page = Page(browser.get(url))
    fields = {"version": page.typed("version")}
    refused = browser.post(url, fields)
    assert refused.status_code == 422
    assert "Bitte wählen Sie, was stimmt." in refused.content.decode()
    assert browser.post(url, {**fields, **TAKE_OTHERS, "ground": "known"}).status_code == 302
    file = browser.get(f"/intern/faelle/{here.code}/").content.decode()
    assert f"auch: Akte von {there.closed_on:%Y} (geschlossen)" in file
    assert browser.post(url, {**fields, **TAKE_OTHERS, "ground": "known"}).status_code == 302
    with tenant(organisation_id(HOME)):
        made = merges(here, there).get()
    back = f"/intern/faelle/{here.code}/getrennt/{made.code}/"
    shown = browser.get(back).content.decode()
    assert "(jetzt: Kazimir)" in shown
    assert browser.post(back).status_code == 302
    assert browser.get(back).status_code == 404
    assert "auch: Akte von" not in browser.get(f"/intern/faelle/{here.code}/").content.decode()
