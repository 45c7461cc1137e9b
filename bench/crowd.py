"""Invented offers by the thousand, always the same ones: places, topics and combinations are drawn
from the reference data and from Musterland, names are numbered so that nobody takes them for real.

They stand on the plane of the real places, because distances, districts and Länder must be as many
as in a whole country; the database is thrown away after the run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils.text import slugify

from nahtlos.desk.world import musterland
from nahtlos.directory.actions.indexing import gather_words, index_fields
from nahtlos.directory.models import Offer, OfferState
from nahtlos.directory.queries.knowledge import renewed_knowledge
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.scoring import index_terms
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.rules import reference

SEED = 20261125
OFFERS = 20_000
LARGEST = 5_000  # offers of one organisation among them
ORGANISATIONS = 1_500
LARGEST_KEY = "bench:0"
OWNER = "owner"
PATTERNS = (
    "{topic} in {town}",
    "{topic} für Haftentlassene",
    "Beratung: {topic}",
    "{topic}, offene Sprechstunde",
    "Gruppe {topic} {town}",
    "{topic} für Angehörige",
    "Anlaufstelle {topic}",
    "{topic}: Begleitung und Hilfe",
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What goes together in a told offer: whom it is for, how it happens, in which languages."""

    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    cost: str
    catchment: str
    sentences: tuple[str, ...]


def _shapes() -> list[_Shape]:
    """The offers of Musterland and the real ones, as patterns."""
    told = [
        _Shape(
            tuple(offer.topics),
            tuple(offer.audiences),
            tuple(offer.formats),
            tuple(offer.languages),
            str(offer.cost),
            str(offer.catchment),
            tuple(part.strip() for part in offer.description.split(". ") if part.strip()),
        )
        for offer in musterland(date(2026, 11, 25)).offers
    ]
    real = [
        _Shape(offer.topics, offer.audiences, offer.formats, offer.languages, "unknown", "", ())
        for offer in catalogue.real_offers()
    ]
    return told + real


@dataclass(frozen=True, slots=True)
class _Maker:
    """Draws offers; the same seed draws the same ones."""

    dice: Random
    shapes: Sequence[_Shape]
    sentences: Sequence[str]
    prisons: Sequence[reference.Prison]
    labels: dict[str, str]
    explanations: dict[str, str]

    def catchment(self, shape: _Shape, place: reference.Postcode) -> dict[str, Any]:
        """Whom it serves by place, with the codes of where it stands."""
        kind = shape.catchment or self.dice.choice(("unknown", "unknown", "districts"))
        codes: dict[str, list[str]] = {
            "districts": [place.ags, *place.all_ags][:3],
            "prisons": [self.dice.choice(self.prisons).xjustiz_id],
        }
        return {
            "catchment": kind,
            "catchment_land": place.land if kind == "land" else "",
            "catchment_codes": codes.get(kind, []),
        }

    def capacity(self, day: date) -> dict[str, Any]:
        """Half of the offers say how many places are free."""
        if self.dice.random() < 0.5:
            return {}
        return {
            "capacity_on": day,
            "places_free": self.dice.choice((None, 0, 0, 1, 3)),
            "waiting_weeks": self.dice.choice((None, 2, 8)),
        }

    def offer(self, number: int, organisation: UUID, place: reference.Postcode, day: date) -> Offer:
        """The offer NUMBER of ORGANISATION at PLACE."""
        shape = self.dice.choice(self.shapes)
        topics = list(shape.topics) or [self.dice.choice(list(self.labels))]
        title = self.dice.choice(PATTERNS).format(topic=self.labels[topics[0]], town=place.place)
        said = [*shape.sentences, *self.dice.sample(self.sentences, 2)]
        offer = Offer(
            organisation_id=organisation,
            slug=f"{slugify(title)[:90]}-{number}",
            key=f"bench:{number}",
            title=title[:120],
            summary=self.explanations[topics[0]],
            description=". ".join(said)[:2000],
            first_steps=["Rufen Sie an.", "Wir vereinbaren einen Termin."],
            topics=topics,
            audiences=list(shape.audiences),
            formats=list(shape.formats),
            languages=list(shape.languages),
            cost=shape.cost,
            city=place.place,
            lat=place.lat,
            lon=place.lon,
            phone="030 23125-000",
            state=OfferState.PUBLISHED,
            **self.catchment(shape, place),
            **self.capacity(day),
        )
        offer.facts = Provenance(source="Messung", checked_on=day, state=State.FOUND)
        return offer


def _maker(dice: Random) -> _Maker:
    shapes = _shapes()
    return _Maker(
        dice,
        shapes,
        [sentence for shape in shapes for sentence in shape.sentences],
        reference.prisons(),
        {topic.code: topic.label for topic in catalogue.topics()},
        {topic.code: topic.explanation for topic in catalogue.topics()},
    )


def _organisations(places: Sequence[reference.Postcode]) -> list[Organisation]:
    rows = []
    for number, place in enumerate(places):
        row = Organisation(
            key=f"bench:{number}",
            slug=f"messverein-{number}",
            name=f"Messverein {number} {place.place}",
            kind="association",
            land_id=place.land,
            district_id=place.ags,
            city=place.place,
            postcode=place.plz,
            lat=place.lat,
            lon=place.lon,
        )
        row.facts = Provenance(source="Messung", state=State.FOUND)
        rows.append(row)
    return rows


def _postings(offers: Iterable[tuple[Offer, str]]) -> Iterator[tuple[UUID, UUID, str, float]]:
    knowledge = renewed_knowledge().knowledge
    for offer, name in offers:
        for term, weight in index_terms(index_fields(offer, name), knowledge).items():
            yield offer.organisation_id, offer.pk, term, weight


def fill(day: date) -> int:
    """Write organisations and offers until there are OFFERS in all, with their index; how many
    terms. As the owner, because no person does this.
    """
    dice = Random(SEED)  # noqa: S311 (invented data, not a secret)
    maker = _maker(dice)
    homes = dice.choices(reference.postcodes(), k=ORGANISATIONS)
    organisations = _organisations(homes)
    Organisation.objects.using(OWNER).bulk_create(organisations, batch_size=500)
    wanted = OFFERS - Offer.objects.using(OWNER).filter(state=OfferState.PUBLISHED).count()
    made: list[tuple[Offer, str]] = []
    for number in range(wanted):
        which = 0 if number < LARGEST else dice.randrange(1, ORGANISATIONS)
        # the large one works in the whole country, the others where they are at home
        home = dice.choice(reference.postcodes()) if which == 0 else homes[which]
        owner = organisations[which]
        made.append((maker.offer(number, owner.pk, home, day), owner.name))
    Offer.objects.using(OWNER).bulk_create([offer for offer, _ in made], batch_size=1000)
    gather_words()
    terms = 0
    with (
        connections[OWNER].cursor() as cursor,
        cursor.copy(
            "COPY directory_searchterm (organisation_id, offer_id, term, weight) FROM STDIN"
        ) as stream,
    ):
        for row in _postings(made):
            stream.write_row(row)
            terms += 1
    with connections[OWNER].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return terms
