"""The inverted index of the finder: written with every change of an offer, and anew when the words
change that it rests on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import prefetch_related_objects

from nahtlos.directory.models import (
    Offer,
    OfferState,
    OfferTranslation,
    SearchTerm,
    SearchVocabulary,
)
from nahtlos.directory.queries.knowledge import ONLY, renewed_knowledge
from nahtlos.directory.rules import catalogue, scoring
from nahtlos.directory.rules.foreign import telling_words
from nahtlos.directory.rules.lexicon import Lexicon
from nahtlos.directory.rules.scoring import Knowledge, index_terms
from nahtlos.directory.rules.translations import PLAIN
from nahtlos.directory.rules.vocabulary import vocabulary_of
from nahtlos.foundation.clock import now
from nahtlos.foundation.tenancy import tenant

BATCH: Final = 2000
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('directory:reindex', 0))"


def index_fields(offer: Offer, organisation_name: str) -> list[tuple[float, str]]:
    """What of an offer is searched, with the weight of each part."""
    topics = {topic.code: topic for topic in catalogue.topics()}
    audiences = {entry.code: entry for entry in catalogue.audiences()}
    own = [topics[code] for code in offer.topics if code in topics]
    whom = [audiences[code] for code in offer.audiences if code in audiences]
    return [
        (scoring.TITLE, offer.title),
        *((scoring.TOPIC, f"{topic.label} {topic.plain_label}") for topic in own),
        (scoring.SUMMARY, offer.summary),
        (
            scoring.AUDIENCE,
            " ".join(
                [offer.audience_text, *(f"{entry.label} {' '.join(entry.terms)}" for entry in whom)]
            ),
        ),
        *((scoring.SYNONYM, " ".join(topic.synonyms)) for topic in own),
        (scoring.BODY, " ".join([offer.description, *offer.language_notes.values()])),
        (scoring.PLACE, f"{organisation_name} {offer.city}"),
    ]


def offer_terms(offer: Offer, organisation_name: str, knowledge: Knowledge) -> dict[str, float]:
    """{stem: weight} of an offer in every language. The German weighs what it would weigh without
    translations; those of other languages are no compounds of German words.
    """
    terms = index_terms(index_fields(offer, organisation_name), knowledge)
    for told in offer.translations.all():
        known = knowledge if told.language == PLAIN else Knowledge(Lexicon())
        others = index_terms(_translated_fields(told), known)
        terms = {**others, **terms}
    return terms


def _translated_fields(told: OfferTranslation) -> list[tuple[float, str]]:
    texts = [
        (scoring.TITLE, told.title),
        (scoring.SUMMARY, told.summary),
        (scoring.AUDIENCE, told.audience_text),
        (scoring.BODY, told.description),
    ]
    return [(weight, telling_words(text, told.language)) for weight, text in texts]


def index_offers(offers: Iterable[tuple[Offer, str]]) -> int:
    """Write the search terms of (offer, organisation name) pairs anew; how many terms. Only
    published offers are found.
    """
    return _write(offers, renewed_knowledge().knowledge)


def _write(offers: Iterable[tuple[Offer, str]], knowledge: Knowledge) -> int:
    rows, ids = [], []
    pairs = list(offers)
    prefetch_related_objects([offer for offer, _ in pairs], "translations")
    for offer, name in pairs:
        ids.append(offer.pk)
        if offer.state != OfferState.PUBLISHED:
            continue
        rows += [
            SearchTerm(
                organisation_id=offer.organisation_id, offer_id=offer.pk, term=term, weight=weight
            )
            for term, weight in offer_terms(offer, name, knowledge).items()
        ]
    SearchTerm.objects.filter(offer_id__in=ids).delete()
    SearchTerm.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def forget_what_is_known() -> None:
    """Something changed that the analysis of words rests on: every process reads it anew."""
    SearchVocabulary.objects.update_or_create(pk=ONLY, defaults={"version": uuid4()})


@transaction.atomic
def reindex() -> int:
    """Gather the words of all published offers and write anew what changes in the index by them;
    how many offers changed. One after the other where two try.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    gather_words()
    knowledge = renewed_knowledge().knowledge
    return sum(_renew(organisation, offers, knowledge) for organisation, offers in _published())


def _published() -> Iterator[tuple[UUID, list[Offer]]]:
    rows = Offer.objects.filter(state=OfferState.PUBLISHED).select_related("organisation")
    rows = rows.prefetch_related("translations")
    by_organisation: defaultdict[UUID, list[Offer]] = defaultdict(list)
    for offer in rows.order_by("organisation", "pk").iterator(chunk_size=BATCH):
        by_organisation[offer.organisation_id].append(offer)
    yield from by_organisation.items()


def gather_words() -> None:
    """Keep the words of all published offers; the version changes only where a word did."""
    found = vocabulary_of(
        text
        for _, offers in _published()
        for offer in offers
        for _, text in index_fields(offer, offer.organisation.name)
    )
    told = {word: [count, found.written[word]] for word, count in sorted(found.counts.items())}
    row, _ = SearchVocabulary.objects.get_or_create(pk=ONLY)
    if row.words != told:
        row.words, row.version = told, uuid4()
    row.made_at = now()
    row.save()


def _renew(organisation: UUID, offers: list[Offer], knowledge: Knowledge) -> int:
    """Write the terms of those offers anew whose terms change."""
    with tenant(organisation):
        there: defaultdict[UUID, dict[str, float]] = defaultdict(dict)
        rows = SearchTerm.objects.filter(organisation_id=organisation)
        for offer, term, weight in rows.values_list("offer_id", "term", "weight"):
            there[offer][term] = weight
        changed = [
            (offer, offer.organisation.name)
            for offer in offers
            if offer_terms(offer, offer.organisation.name, knowledge) != there[offer.pk]
        ]
        _write(changed, knowledge)
    return len(changed)
