"""Row-level security: every table as declared, and each door tried for real, with transactions that
commit.
"""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from nahtlos.directory.models import Feedback, Offer
from nahtlos.foundation import letters
from nahtlos.foundation.access import Role
from nahtlos.foundation.models import Letter, VaultKey
from nahtlos.foundation.tenancy import catalogue, context, current_organisation, tenant
from nahtlos.organisations.models import ContactDetail, ContactPerson, Organisation, Site
from nahtlos.people.actions import enrol
from nahtlos.people.models import Invitation, Membership
from nahtlos.people.queries import running_memberships
from tests.cast import FOREIGN, account, organisation, organisation_id, sign_in
from tests.samples import contact

TENANT_MODELS = [ContactDetail, Feedback, Invitation, VaultKey]


def test_every_table_is_protected_as_it_is_declared(db: None) -> None:
    assert catalogue.findings("default") == []


def test_a_table_without_policy_turns_the_catalogue_red(committing: None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE planted (id int, organisation_id uuid)")
        cursor.execute("ALTER TABLE directory_feedback NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            "ALTER TABLE directory_offer DROP CONSTRAINT directory_offer_site_id_same_org"
        )
        cursor.execute("CREATE VIEW peep AS SELECT * FROM directory_feedback")
        cursor.execute("DROP POLICY change ON directory_offer")
        cursor.execute("CREATE POLICY change ON directory_offer FOR UPDATE USING (true)")
    found = catalogue.findings()
    for hole in (
        "planted: not declared",
        "directory_feedback: row security is not forced",
        "peep: a view",
    ):
        assert any(sentence.startswith(hole) for sentence in found), found
    assert any("directory_offer: a key to organisations_site" in sentence for sentence in found)
    assert any(sentence.startswith("directory_offer: policies") for sentence in found)


@pytest.mark.parametrize("model", TENANT_MODELS)
def test_without_an_organisation_there_are_no_rows(committing: None, model: type) -> None:
    assert model.objects.count() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", TENANT_MODELS)
def test_each_organisation_sees_its_own_rows_only(committing: None, model: type) -> None:
    with tenant(organisation_id()):
        own = set(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]
    with tenant(organisation_id(FOREIGN)):
        theirs = set(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]
    assert own
    assert theirs
    assert not own & theirs


def test_the_organisation_is_left_when_the_block_ends(committing: None) -> None:
    with tenant(organisation_id()):
        assert current_organisation() == organisation_id()
    assert Feedback.objects.count() == 0
    with pytest.raises(LookupError):
        current_organisation()


def test_the_organisation_is_left_inside_an_outer_transaction_as_well(committing: None) -> None:
    with transaction.atomic():
        with tenant(organisation_id()):
            assert Feedback.objects.exists()
        assert not Feedback.objects.exists()
        with tenant(organisation_id(FOREIGN)), tenant(organisation_id()):
            assert Feedback.objects.get().organisation_id == organisation_id()


def test_a_failed_block_leaves_no_organisation_on_the_connection(committing: None) -> None:
    with pytest.raises(DatabaseError), tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    assert not Feedback.objects.exists()


def test_two_requests_on_one_connection_each_see_their_own(committing: None) -> None:
    """The first one crashes; the second must not inherit its organisation (S42)."""
    fritz, cem = sign_in("role:org_admin"), sign_in("cem")
    fritz.raise_request_exception = False
    assert "Wegbegleitung" in fritz.get("/intern/organisation/").content.decode()
    fritz.post("/intern/angebote/neu/", {"title": "\x00"})
    answer = cem.get("/intern/organisation/").content.decode()
    assert "Wohnhilfe Süd" in answer
    assert "Wegbegleitung Musterland" not in answer


def test_a_foreign_row_can_be_read_where_it_is_public_but_never_changed(committing: None) -> None:
    with tenant(organisation_id()):
        foreign = Offer.objects.filter(organisation=organisation(FOREIGN))
        assert foreign.exists()
        assert foreign.update(title="gekapert") == 0
        assert foreign.delete()[0] == 0
    assert not Offer.objects.filter(title="gekapert").exists()


def test_a_row_cannot_be_written_into_or_moved_to_another_organisation(committing: None) -> None:
    with pytest.raises(DatabaseError), tenant(organisation_id()):
        Site.objects.create(organisation=organisation(FOREIGN), slug="fremd", name="Fremd")
    with pytest.raises(DatabaseError), tenant(organisation_id()):
        Offer.objects.filter(organisation=organisation()).update(organisation=organisation(FOREIGN))
    with pytest.raises(DatabaseError), tenant(organisation_id()):
        Organisation.objects.filter(pk=organisation_id()).update(id=uuid4())


def test_a_key_into_another_organisation_is_refused_although_key_checks_bypass_row_security(
    committing: None,
) -> None:
    foreign = contact(FOREIGN)
    with pytest.raises(IntegrityError), tenant(organisation_id()):
        ContactDetail.objects.create(organisation=organisation(), contact=foreign, name="x")


def test_the_application_cannot_read_the_table_of_links(committing: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foundation_link")


def test_the_application_cannot_switch_row_security_off(committing: None) -> None:
    with tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT * FROM directory_feedback")


def test_an_account_sees_its_own_memberships_and_nobody_elses(committing: None) -> None:
    aylin = account("aylin")
    enrol(
        organisation_id=organisation_id(FOREIGN),
        address=aylin.email,
        name="Aylin",
        roles=[Role.COACH],
        password="egal",
    )
    with tenant(None, aylin.pk):
        assert {m.organisation_id for m in running_memberships(aylin.pk)} == {
            organisation_id(),
            organisation_id(FOREIGN),
        }
        assert set(Membership.objects.values_list("account_id", flat=True)) == {aylin.pk}
    assert Membership.objects.count() == 0


def test_jobs_without_an_organisation_see_nothing(committing: None) -> None:
    """The third door: a job enters its organisation first (S16)."""
    with tenant(organisation_id()):
        letter = Letter.objects.filter(sent_at=None)[0]
    letters.deliver(organisation_id(FOREIGN), letter.pk)
    with tenant(organisation_id()):
        assert Letter.objects.get(pk=letter.pk).sent_at is None


def test_the_setting_is_only_ever_local() -> None:
    """A session-level setting would leak through the pool: nobody writes one (S42)."""
    assert context._SET.count("true)") == 2
    assert "false)" not in context._SET


def test_unpublished_contacts_are_not_in_the_public_table(db: None) -> None:
    rows = ContactPerson.objects.filter(published=False).exclude(
        public_name="", public_phone="", public_email=""
    )
    assert not rows.exists()
    assert ContactPerson.objects.filter(published=False).exists()


def test_the_nil_organisation_is_the_installations_own(committing: None) -> None:
    with tenant(UUID(int=0)):
        assert VaultKey.objects.count() == 1
        assert not Feedback.objects.exists()
