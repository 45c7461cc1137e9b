"""Who does what, out of requests and consents, so that nothing runs twice; and nothing more."""

from collections.abc import Callable

from django.test import Client

from nahtlos.cases import queries
from nahtlos.cases.actions import NewCase, add_member, merge_clients
from nahtlos.cases.models import Case
from nahtlos.cases.queries.merging import version_of_both
from nahtlos.referrals.actions import withdraw_consent
from nahtlos.referrals.queries.doing import WhoDoesWhat, already_at_it, who_does_what
from tests.cases.made import inside, membership
from tests.cast import FOREIGN, begin_case, organisation
from tests.referrals import referring
from tests.referrals.test_pages_sender import asked, shown

Signed = Callable[[str], Client]
TOPIC = "wohnen_nach_haft"
LEARN = "lernwerk-musterland"


def doing(case: Case, who: str = "aylin") -> WhoDoesWhat:
    """What WHO reads of it."""
    with inside(who) as actor:
        return who_does_what(actor, queries.case_for(actor, case.code))


def stages(found: WhoDoesWhat) -> dict[str, list[tuple[str, str]]]:
    """{topic: [(organisation, stage)]}."""
    return {
        topic.label: [(line.organisation, line.stage) for line in topic.lines]
        for topic in found.topics
    }


def test_asked_helping_and_done_stand_by_topic(db: None) -> None:
    case = referring.opened()
    consent = referring.allowed(case)
    assert [one.organisation for one in doing(case).may_join] == ["Wohnhilfe Süd"]
    referral = referring.sent(case)
    label = next(iter(stages(doing(case))))
    assert stages(doing(case)) == {label: [("Wohnhilfe Süd", "asked")]}
    assert doing(case).may_join == ()
    referring.answered(referral, "accepted")
    assert stages(doing(case)) == {label: [("Wohnhilfe Süd", "helps")]}
    referring.answered(referring.fresh(referral), "closed", outcome="helped")
    assert stages(doing(case)) == {label: [("Wohnhilfe Süd", "done")]}
    assert consent.case == case


def test_two_at_one_topic_are_named(db: None) -> None:
    case = referring.opened()
    for key in (FOREIGN, LEARN):
        referring.allowed(case, to=key)
        referring.sent(case, to=key)
    (topic,) = doing(case).topics
    assert topic.twice


def test_what_was_withdrawn_is_gone(db: None) -> None:
    case = referring.opened()
    consent = referring.allowed(case)
    referring.sent(case)
    with inside() as aylin:
        withdraw_consent(actor=aylin, consent=consent, channel="phone")
    assert doing(case) == WhoDoesWhat((), ())


def test_of_files_she_does_not_read_nothing_is_said(db: None) -> None:
    case = referring.opened()
    with inside() as aylin:
        other = begin_case(aylin, NewCase(given_name="Zweite"))
        add_member(actor=aylin, case=other, membership=membership("bernd"))
        here, there = (queries.case_for(aylin, one.code) for one in (other, case))
        merge_clients(
            actor=aylin,
            case=here,
            other=there,
            choices={"name": "kept"},
            ground="known",
            version=version_of_both(here.client, there.client),
        )
    referring.allowed(case)
    referring.sent(case)
    # Aylin reads both files of the person, Bernd only one of them.
    (topic,) = doing(other).topics
    assert [line.file for line in topic.lines] == [case.code]
    assert doing(other, "bernd") == WhoDoesWhat((), ())
    with inside("bernd") as bernd:
        assert already_at_it(bernd, queries.case_for(bernd, other.code), TOPIC) == []


def test_the_form_and_the_preview_say_who_is_at_it_already(as_: Signed, db: None) -> None:
    case = referring.opened()
    for key in (FOREIGN, LEARN):
        referring.allowed(case, to=key)
    referring.sent(case)
    aylin, address = as_("aylin"), f"/intern/faelle/{case.code}/anfrage/"
    hint = "Dazu ist schon jemand dabei."
    assert hint not in shown(aylin.get(address))
    assert hint in shown(aylin.get(f"{address}?thema={TOPIC}"))
    assert hint not in shown(aylin.post(address, asked(topic="schuldnerberatung", deed="look")))
    assert hint in shown(aylin.post(address, asked(deed="look")))
    slug = organisation(LEARN).slug
    to = {"to": f"org:{slug}", "scope_for": slug}
    at_once = aylin.post(address, asked(**to))
    assert at_once.status_code == 302
    assert hint in shown(aylin.get(at_once.headers["Location"]))


def test_the_page_names_organisations_and_not_what_they_were_told(as_: Signed, db: None) -> None:
    case = referring.opened()
    referring.allowed(case)
    referring.sent(case)
    page = shown(as_("aylin").get(f"/intern/faelle/{case.code}/wer-macht-was/"))
    assert "Wohnhilfe Süd" in page
    assert "ist gefragt" in page
    assert referring.WORDS not in page
    assert as_("bernd").get(f"/intern/faelle/{case.code}/wer-macht-was/").status_code == 404
