"""The fetch is the permission check: a request for whoever works on its case, or where it went."""

from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import LinkHold
from nahtlos.referrals.models import Referral


def sent_referral(actor: Actor, code: str) -> Referral:
    """One of a case the actor reads, drafts too; Referral.DoesNotExist for everybody else."""
    rows = Referral.objects.sent_by(actor).select_related(
        "from_organisation", "to_organisation", "origin__case__client", "origin__consent"
    )
    return rows.select_related("origin__step").get(code=code)


def received(actor: Actor, code: str) -> Referral:
    """One that came to the actor's organisation; Referral.DoesNotExist for everybody else."""
    rows = Referral.objects.received_by(actor)
    return rows.select_related("from_organisation", "to_organisation", "reception").get(code=code)


def referral_of(link: LinkHold) -> Referral:
    """The request a link leads to, inside the receiving organisation."""
    rows = Referral.objects.exclude(state="draft").filter(pk=link.object_id)
    return rows.select_related("from_organisation", "to_organisation").get()
