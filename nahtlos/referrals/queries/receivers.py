"""To whom a request can go and by which way it arrives: public facts of other organisations."""

from uuid import UUID

from nahtlos.directory.models import Offer
from nahtlos.organisations.models import ContactPerson
from nahtlos.organisations.queries import common_mailbox
from nahtlos.referrals.models import Referral


def contact_for(organisation_id: UUID, function: str, topic: str) -> ContactPerson | None:
    """The published contact person of an organisation for a FUNCTION, else for a TOPIC, else its
    first one with a mailbox; None where it names nobody.
    """
    rows = ContactPerson.objects.filter(organisation_id=organisation_id, published=True)
    found = list(rows.order_by("function", "code"))
    ways = (
        lambda one: function and one.function == function,
        lambda one: topic and topic in one.topics,
        lambda one: one.public_email,
    )
    return next((one for fits in ways for one in found if fits(one)), None)


def mailbox_of(referral: Referral) -> str:
    """The function mailbox a request goes to: of the contact person chosen, else of the
    organisation; '' where none is public.
    """
    rows = ContactPerson.objects.filter(
        organisation_id=referral.to_organisation_id, code=referral.to_contact_code, published=True
    )
    chosen = rows.values_list("public_email", flat=True).first() if referral.to_contact_code else ""
    return chosen or common_mailbox(referral.to_organisation)


def offer_of(slug: str) -> Offer | None:
    """The public offer a request names, whatever became of it."""
    return Offer.objects.filter(slug=slug).select_related("organisation").first() if slug else None
