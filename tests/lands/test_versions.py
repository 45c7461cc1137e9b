"""Versions of what holds in a Land: begun, written, published for good, and never over somebody
else's words.
"""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from nahtlos.foundation.access.actor import VISITOR, Refused
from nahtlos.foundation.models import AuditEntry
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale
from nahtlos.lands import queries
from nahtlos.lands.actions import (
    begin_draft,
    catch_up,
    discard_draft,
    publish_draft,
    write_entry,
)
from nahtlos.lands.models import LandProfile
from nahtlos.lands.rules.delivered import delivered
from nahtlos.lands.rules.entries import Entry, EntryState
from tests.cast import actor, organisation
from tests.lands.sampled import LAND, OFFICE, begin, draft, entry_of, publish, write

OTHER_OFFICE = "edda"


def _holds(key: str = "leave") -> str:
    return queries.profile_of(LAND).entries[key].said


def test_until_somebody_writes_the_delivered_profile_counts(db: None) -> None:
    profile = queries.profile_of("NI")
    assert profile.entries == delivered("NI")
    assert profile.version.number == 0
    assert not profile.sample
    assert queries.profile_of("SN").sample


def test_a_draft_changes_nothing_until_it_is_published(db: None) -> None:
    assert _holds() == "Ausgang"
    publish()
    assert _holds() == "Freigang"
    assert queries.terms_of(LAND)["leave"].said == "Freigang"


def test_what_came_along_is_never_put_over_what_an_office_wrote(db: None) -> None:
    assert delivered(LAND)["leave"].said == "Freistellung"
    assert _holds() == "Ausgang"


def test_begun_twice_it_is_one_draft(db: None) -> None:
    assert begin().pk == begin().pk


def test_older_versions_stay_readable_with_their_difference(db: None) -> None:
    publish()
    assert [one.number for one in queries.versions_of(LAND)] == [3, 2, 1, 0]
    second = queries.profile_of(LAND, 3)
    (change,) = queries.changes_of(second)
    assert (change.before.said, change.after.said) == ("Ausgang", "Freigang")
    assert queries.profile_of(LAND, 0).entries == delivered(LAND)


def test_what_is_published_never_changes(db: None) -> None:
    office = actor(OFFICE)
    row = LandProfile.objects.published(LAND)[0]
    with tenant(office.organisation, office.account_id):
        for deed in (
            lambda: LandProfile.objects.filter(pk=row.pk).update(says="anders"),
            lambda: row.entries.filter(key="leave").update(value="anders"),
            lambda: row.entries.filter(key="leave").delete(),
            row.delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()
    assert _holds() == "Ausgang"


def test_without_news_nothing_is_published(db: None) -> None:
    publish()
    begin()
    with pytest.raises(Refused, match="dasselbe"):
        publish()


def test_without_a_sentence_nothing_is_published(db: None) -> None:
    with pytest.raises(Refused, match="in einem Satz"):
        publish("   ")


def test_who_read_an_older_draft_publishes_nothing(db: None) -> None:
    office, seen = actor(OFFICE), draft().version
    write("Urlaub")
    with tenant(office.organisation, office.account_id), pytest.raises(Stale):
        publish_draft(actor=office, land=LAND, says="Neu.", version=seen)


def test_a_colleague_who_was_faster_is_not_overwritten(db: None) -> None:
    office = actor(OFFICE)
    entry = Entry("leave", EntryState.UNCHECKED, "Urlaub")
    with tenant(office.organisation, office.account_id), pytest.raises(Stale):
        write_entry(actor=office, land=LAND, entry=entry, version="von gestern")
    assert entry_of(OFFICE, "leave").value == "Freigang"


def test_two_offices_of_one_land_take_turns_and_keep_their_changes(db: None) -> None:
    begin(OTHER_OFFICE)
    write("Monatsrunde", who=OTHER_OFFICE, key="plan_meeting")
    publish()
    with pytest.raises(Refused, match="neue Fassung"):
        publish(who=OTHER_OFFICE)
    edda = actor(OTHER_OFFICE)
    with tenant(edda.organisation, edda.account_id):
        for _ in range(2):
            catch_up(actor=edda, land=LAND)
    publish(who=OTHER_OFFICE)
    assert (_holds("leave"), _holds("plan_meeting")) == ("Freigang", "Monatsrunde")


def test_a_draft_is_thrown_away_and_twice_is_once(db: None) -> None:
    office = actor(OFFICE)
    with tenant(office.organisation, office.account_id):
        for _ in range(2):
            discard_draft(actor=office, land=LAND)
        assert AuditEntry.objects.filter(verb="ended", thing="land_profile").count() == 1
    with pytest.raises(LandProfile.DoesNotExist):
        draft()
    with pytest.raises(Refused, match="gibt es nicht mehr"), tenant(office.organisation):
        write_entry(actor=office, land=LAND, entry=Entry("leave"), version="")


@pytest.mark.parametrize(
    ("who", "error"), [("role:coach", PermissionDenied), ("cem", PermissionDenied)]
)
def test_others_read_and_write_nothing(db: None, who: str, error: type[Exception]) -> None:
    somebody = actor(who)
    with tenant(somebody.organisation, somebody.account_id), pytest.raises(error):
        begin_draft(actor=somebody, land=LAND)


def test_an_office_writes_about_its_own_land_and_the_operator_about_every_one(db: None) -> None:
    office, edda = actor(OFFICE), actor(OTHER_OFFICE)
    assert organisation().land_id == LAND
    with tenant(office.organisation, office.account_id):
        assert queries.may_write(office, LAND)
        assert not queries.may_write(office, "NI")
        with pytest.raises(PermissionDenied):
            begin_draft(actor=office, land="NI")
    with tenant(edda.organisation, edda.account_id):
        assert queries.may_write(edda, "NI")


def test_the_chain_says_who_published_which_version(db: None) -> None:
    row = publish()
    office = actor(OFFICE)
    with tenant(office.organisation, office.account_id):
        said = AuditEntry.objects.filter(verb="published", thing="land_profile").latest("at")
    assert said.account_id == office.account_id
    assert json.loads(said.detail) == {"number": row.number}


def test_a_visitor_begins_nothing(db: None) -> None:
    with pytest.raises(Http404):
        begin_draft(actor=VISITOR, land=LAND)
