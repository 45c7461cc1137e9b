"""An organisation says what it offers in other languages."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from nahtlos.directory import policy
from nahtlos.directory.actions.indexing import index_offers
from nahtlos.directory.models import Offer, OfferTranslation, TranslationStatus
from nahtlos.directory.rules.translations import LONGEST, TARGETS, Texts, fingerprint, texts_of
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, require_version
from nahtlos.organisations.models import Organisation

UNKNOWN_LANGUAGE: Final = "In diese Sprache übersetzen wir keine Seiten."
SOURCE_CHANGED: Final = (
    "Der deutsche Text hat sich geändert, während Sie übersetzt haben. Ihre Eingaben stehen noch"
    " hier, der neue deutsche Text daneben. Bitte vergleichen und noch einmal speichern."
)


class SourceChanged(Refused):
    """The German is another one than the form showed."""

    def __init__(self) -> None:
        super().__init__(SOURCE_CHANGED)


@states(
    "Verzeichnis",
    "Eine Übersetzung sagt, ob ein Mensch sie geprüft hat: in welcher Funktion und an welchem Tag."
    " Sonst heißt sie „maschinell übersetzt, ungeprüft“.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_translations.py::test_a_machine_translation_says_so_on_page_card_and_sheet",
        "tests/directory/test_translations.py::test_checked_needs_a_function_and_a_day",
    ),
)
@transaction.atomic
def save_translation(
    *,
    actor: Actor,
    offer: Offer,
    language: str,
    values: Mapping[str, Any],
    version: str,
    seen: str,
) -> OfferTranslation:
    """Write the texts of OFFER in LANGUAGE, made from the state VERSION of the translation (''
    where there was none) and from the German with the fingerprint SEEN; Stale or SourceChanged
    where somebody was faster. VALUES: the texts, status, checked_by, checked_on.
    """
    require(policy.can_edit_offers(actor))
    if language not in TARGETS:
        raise Refused(UNKNOWN_LANGUAGE)
    current = Offer.objects.select_for_update().get(pk=offer.pk)
    row = OfferTranslation.objects.filter(offer=current, language=language).first()
    if row is None and version:
        raise Stale
    if row is not None:
        require_version(row, version)
    if fingerprint(texts_of(current)) != seen:
        raise SourceChanged
    verb = Verb.CHANGED if row else Verb.CREATED
    row = row or OfferTranslation(organisation_id=current.organisation_id, offer=current)
    _write(row, language, values, texts_of(current))
    audit.record(actor, verb, "offer_translation", current.slug, {"language": language})
    index_offers([(current, actor.organisation_name)])
    return row


def _write(row: OfferTranslation, language: str, values: Mapping[str, Any], source: Texts) -> None:
    row.language, row.source, row.changed_at = language, dict(source), now()
    for name in (*LONGEST, "status", "checked_by", "checked_on"):
        setattr(row, name, values[name])
    if row.status == TranslationStatus.MACHINE:
        row.checked_by, row.checked_on = "", None
    row.save()


@transaction.atomic
def remove_translation(*, actor: Actor, offer: Offer, language: str) -> None:
    """The offer is German alone again in LANGUAGE; twice is once."""
    require(policy.can_edit_offers(actor))
    current = Offer.objects.select_for_update().get(pk=offer.pk)
    gone, _ = OfferTranslation.objects.filter(offer=current, language=language).delete()
    if gone:
        audit.record(actor, Verb.ENDED, "offer_translation", current.slug, {"language": language})
        index_offers([(current, actor.organisation_name)])


def load_translations(
    organisation: Organisation, told: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> None:
    """Translations of offers as {stable key of the offer: {language: values}}; one that is there
    stays. VALUES as `save_translation` takes them, and in `made_from` what differs in the German
    it was made from.
    """
    with tenant(organisation.pk):
        for offer in Offer.objects.filter(organisation=organisation, key__in=told):
            there = OfferTranslation.objects.filter(offer=offer).values_list("language", flat=True)
            for language in told[offer.key].keys() - set(there):
                values = told[offer.key][language]
                row = OfferTranslation(organisation=organisation, offer=offer)
                _write(row, language, values, {**texts_of(offer), **values["made_from"]})
