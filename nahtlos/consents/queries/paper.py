"""A consent as the sheet that is read and signed."""

from datetime import date
from typing import Final, cast

from nahtlos.cases.models import Client
from nahtlos.cases.rules.paper import Office
from nahtlos.consents.models import Consent, ConsentKind, Form, Insight
from nahtlos.consents.rules import scope
from nahtlos.consents.rules.paper import Choice, ConsentPaper, Direction, LegalNotice
from nahtlos.consents.rules.standing import is_minor
from nahtlos.consents.rules.texts import text
from nahtlos.organisations.models import Organisation, Site

_NO_ADDRESS: Final = ""


def birth_date(client: Client) -> date | None:
    """The day the person was born on; None where it is not known."""
    return date.fromisoformat(client.born_on) if client.born_on else None


def _address(place: Organisation | Site) -> str:
    if not place.city:
        return _NO_ADDRESS
    town = f"{place.postcode} {place.city}".strip()
    return f"{place.street}, {town}" if place.street else town


def _giver(consent: Consent) -> Office:
    """The organisation that asks, with how to take the consent back: its own telephone and
    address, else those of its first site.
    """
    organisation = consent.organisation
    phone, address = organisation.phone, _address(organisation)
    if not phone or not organisation.street:
        sites = Site.objects.filter(organisation_id=organisation.pk).order_by("name")
        known = [site for site in sites if site.phone or site.street]
        phone = phone or next((site.phone for site in known if site.phone), "")
        address = next((_address(site) for site in known if site.street), address)
    return Office(
        organisation=organisation.name,
        function=consent.from_function,
        phone=phone,
        address=address,
    )


def _kinds(consent: Consent) -> tuple[Choice, ...]:
    ticked = set(consent.categories)
    return tuple(
        Choice(words=one.plain_label, ticked=one.code in ticked, special=one.special)
        for one in scope.categories()
    )


def _notice(consent: Consent) -> LegalNotice:
    return LegalNotice(
        number=consent.number,
        person=consent.case.client.full_name,
        giver=_giver(consent),
        receiver=Office(consent.to_organisation.name, consent.to_function),
        law=scope.LEGAL_BASES[consent.legal_basis].label,
        reason=consent.purpose_words,
        kinds=tuple(scope.category(code).label for code in consent.categories),
        told_on=consent.valid_from,
        wording=text(consent.text_version).wording,
    )


def consent_paper(consent: Consent) -> ConsentPaper | LegalNotice:
    """The data of the sheet: of a consent two pages to sign, of a notice one to keep."""
    if consent.kind == ConsentKind.NOTICE:
        return _notice(consent)
    client = consent.case.client
    born_on = birth_date(client)
    until = cast("date", consent.valid_until)
    return ConsentPaper(
        number=consent.number,
        person=client.full_name,
        giver=_giver(consent),
        receiver=Office(consent.to_organisation.name, consent.to_function),
        purpose=scope.purpose_sentence(consent.purpose, consent.purpose_words),
        kinds=_kinds(consent),
        extents=tuple(
            Choice(words, ticked=code in consent.extent) for code, words in scope.EXTENTS.items()
        ),
        valid_from=consent.valid_from,
        valid_until=until,
        direction=cast("Direction", str(consent.direction)),
        condition=consent.condition,
        born_on=born_on,
        interpreter=consent.interpreter if consent.form != Form.WITNESSED else "",
        guardian=consent.insight != Insight.SELF or is_minor(born_on, consent.valid_from),
        witness=consent.form == Form.WITNESSED,
        helper=consent.from_function,
        wording=text(consent.text_version).wording,
    )


def paper_hash(consent: Consent) -> str:
    """SHA-256 of every word on the sheet, the values filled in included."""
    return consent_paper(consent).text_hash
