"""`manage.py load_places`: the real Länder, districts, postcodes, prisons, organisations and
offers; run it as often as you like.
"""

from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from nahtlos.directory.actions.indexing import reindex
from nahtlos.directory.actions.loading import load_offers, load_visiting, real_offer_values
from nahtlos.directory.rules import catalogue
from nahtlos.foundation.lately import forget
from nahtlos.foundation.tenancy import INSTALLATION
from nahtlos.foundation.vault import ensure_key
from nahtlos.organisations.actions import loading
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.rules import reference


class Command(BaseCommand):
    """Loads the reference data of both rooms."""

    help = (
        "Lädt Länder, Kreise, Postleitzahlen, Haftanstalten, Organisationen und Angebote;"
        " vorhandene werden aktualisiert."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Places first, then who is there, then what they offer."""
        ensure_key(INSTALLATION)
        loading.load_lands(
            reference.laender(), reference.land_outlines(), Plane.EARTH, reference.germany()
        )
        loading.load_districts(reference.districts(), reference.district_outlines())
        loading.load_postcodes(reference.postcodes())
        with transaction.atomic():
            sites = loading.load_prisons(reference.prisons())
            offers = self._offers()
        facts = defaultdict(list)
        for fact in catalogue.visiting_facts():
            facts[fact.prison_id].append(fact)
        with transaction.atomic():
            for prison_id, entries in facts.items():
                load_visiting(sites[prison_id], entries)
        forget()
        reindex()
        if options["verbosity"]:
            counted = f"{len(sites)} Haftanstalten, {len(reference.organisations())} Organisationen"
            self.stdout.write(f"{counted}, {offers} Angebote")

    def _offers(self) -> int:
        by_organisation = defaultdict(list)
        for offer in catalogue.real_offers():
            by_organisation[offer.organisation_key].append((offer.slug, real_offer_values(offer)))
        written = 0
        for entry in reference.organisations():
            point = (
                reference.point_of(entry.city, entry.land, entry.postcode or None)
                if entry.city
                else None
            )
            organisation = loading.load_organisation(entry, point)
            written += load_offers(organisation, by_organisation[entry.key])
        return written
