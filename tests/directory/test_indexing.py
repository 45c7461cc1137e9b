"""The index follows the words it rests on, and every search the newest of them."""

from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions import forget_what_is_known, index_offers, reindex
from nahtlos.directory.models import LexiconEntry, LexiconKind, Offer, SearchTerm, SearchVocabulary
from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.queries.knowledge import current_version, recall_knowledge
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.tenancy import tenant
from tests.cast import organisation


def _plant(title: str, summary: str) -> Offer:
    home = organisation(HOME)
    with tenant(home.pk):
        offer = Offer.objects.create(
            organisation=home,
            slug=f"test-{Offer.objects.count()}",
            key=f"test:{title}",
            title=title,
            summary=summary,
            topics=["wohnen_nach_haft"],
            state="published",
            plane="muster",
        )
        index_offers([(offer, home.name)])
    return offer


def _teach(kind: LexiconKind, *words: str) -> None:
    home = organisation(HOME)
    with tenant(home.pk):
        code = f"W-{LexiconEntry.objects.count()}"
        LexiconEntry.objects.create(
            organisation=home, code=code, kind=kind, words=list(words), changed_at=now()
        )
    forget_what_is_known()


def _found(words: str) -> list[str]:
    rows = find(Search(words=words), today()).rows
    titles = dict(Offer.objects.in_bulk([row.offer_id for row in rows]))
    return [titles[row.offer_id].title for row in rows]


def test_indexing_again_changes_nothing(db: None) -> None:
    reindex()
    before = current_version(), SearchTerm.objects.count()
    assert reindex() == 0
    assert (current_version(), SearchTerm.objects.count()) == before


def test_words_of_a_new_offer_are_known_after_the_night(db: None) -> None:
    _plant("Quastelzwirn", "Ein Quastelzwirn für alle.")
    assert _found("Quastelzwirn") == ["Quastelzwirn"]
    assert find(Search(words="Quastelzwrin"), today()).rows == []
    reindex()
    found = find(Search(words="Quastelzwrin"), today())
    assert found.meant == ("Quastelzwirn",)
    assert len(found.rows) == 1


def test_what_another_process_changed_holds_for_the_next_search(db: None) -> None:
    _plant("Quastelzwirn", "Ein Quastelzwirn für alle.")
    _found("Quastelzwirn")
    known = recall_knowledge()
    _teach(LexiconKind.SAME, "Brumpelding", "Quastelzwirn")
    assert recall_knowledge() is known
    assert _found("Brumpelding") == ["Quastelzwirn"]
    assert recall_knowledge() is not known


def test_a_delivered_entry_that_was_switched_off_counts_no_longer(db: None) -> None:
    assert "jva" in recall_knowledge().knowledge.lexicon.sets["knast"]
    _teach(LexiconKind.OFF, "set:gefaengnis")
    _found("Knast")
    assert "knast" not in recall_knowledge().knowledge.lexicon.sets


def test_a_new_part_of_words_splits_what_is_there_already(db: None) -> None:
    offer = _plant("Quastelzwirnkurs", "Ein Kurs für alle.")
    _teach(LexiconKind.STEM, "quastelzwirn")
    reindex()
    terms = SearchTerm.objects.filter(offer=offer).values_list("term", flat=True)
    assert "quastelzwirn" in set(terms)


def test_only_published_words_are_kept(db: None) -> None:
    offer = _plant("Quastelzwirn", "Ein Quastelzwirn für alle.")
    reindex()
    row = SearchVocabulary.objects.get()
    assert row.words["quastelzwirn"][1] == "Quastelzwirn"
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(state="draft")
    reindex()
    assert "quastelzwirn" not in SearchVocabulary.objects.get().words


def test_the_page_says_what_was_looked_for_instead(db: None, client: Client) -> None:
    _plant("Quastelzwirn", "Ein Quastelzwirn für alle.")
    reindex()
    page = client.get("/suche/", {"q": "Quastelzwrin"}).content.decode()
    assert "Wir suchen auch nach „Quastelzwirn“" in page
