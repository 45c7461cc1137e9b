"""What an organisation does with its sites, of which one may keep its address to itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.doubles import require_new
from nahtlos.foundation.ruling import states
from nahtlos.foundation.slugs import free_slug
from nahtlos.foundation.versions import require_version
from nahtlos.organisations import policy
from nahtlos.organisations.actions.own import apply, confirmed_by_themselves, put_on_map
from nahtlos.organisations.models import HiddenAddress, Organisation, Prison, Site
from nahtlos.organisations.queries import (
    find_places,
    site_doubles,
    site_entry,
    with_hidden_address,
)
from nahtlos.organisations.rules.sameness import TOLD, tells_street

PUBLIC_PRISON: Final = (
    "Die Anschrift einer Haftanstalt ist überall bekannt. Sie lässt sich hier nicht verbergen."
)
TOLD_ABOVE: Final = (
    "Diese Straße steht auch als Anschrift Ihrer Organisation im Verzeichnis, für alle sichtbar."
    " Bitte nehmen Sie sie zuerst dort heraus."
)
NO_TOWN: Final = (
    "Bitte nennen Sie den Ort. Er bleibt öffentlich, damit man Ihr Angebot in der Nähe findet."
)


@transaction.atomic
def save_site(
    *,
    actor: Actor,
    site: Site | None,
    values: Mapping[str, Any],
    version: str = "",
    confirms: bool = True,
    anyway: Collection[str] = (),
) -> Site:
    """Add a site (SITE None) or change one, made from its state VERSION; Stale where somebody was
    faster, AlreadyThere where it becomes like another that is not among ANYWAY. CONFIRMS false:
    says nothing of what else stands there.
    """
    require(policy.can_edit_organisation(actor))
    verb = Verb.CHANGED if site else Verb.CREATED
    if site is not None:
        site = with_hidden_address(Site.objects.select_for_update().get(pk=site.pk))
        require_version(site, version)
        before = site_entry(site)
    else:
        before = None
        site = Site(organisation_id=actor.organisation, slug=free_slug(values["name"], Site))
    changed = apply(site, values)
    require_new(site_doubles(site, before), anyway)
    if site.confidential:
        _keeps_its_secret(site)
    if confirms:
        put_on_map(site)
        site.address = site.contact = confirmed_by_themselves()
    _save(site)
    audit.record(actor, verb, "site", site.slug, {"fields": changed})
    return site


def _keeps_its_secret(site: Site) -> None:
    """Refused where something public of a confidential SITE gives its street away. Its town is
    public: where only the postcode was typed, the town is that of the postcode.
    """
    if Prison.objects.filter(site=site.pk).exists():
        raise Refused(PUBLIC_PRISON, field="confidential")
    if not site.city:
        towns = find_places(site.postcode) if site.postcode else []
        site.city = towns[0].label.partition(" ")[2] if towns else ""
    if not site.city:
        raise Refused(NO_TOWN, field="city")
    for name in ("name", "city", "access_note", "website"):
        if tells_street(getattr(site, name), site.street):
            raise Refused(TOLD, field=name)
    home = Organisation.objects.get(pk=site.organisation_id)
    if tells_street(home.street, site.street):
        raise Refused(TOLD_ABOVE, field="street")


@states(
    "Verzeichnis",
    "Eine vertrauliche Adresse sieht nur die eigene Organisation; öffentlich ist der Ort.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/organisations/test_confidential.py::test_nobody_outside_is_told_the_street_or_the_postcode",
    ),
)
def _save(site: Site) -> None:
    """The public row; street and postcode of a confidential site are sealed beside it instead."""
    street, postcode = site.street, site.postcode
    if site.confidential:
        site.street = site.postcode = ""
    site.save()
    if not site.confidential:
        HiddenAddress.objects.filter(site=site).delete()
        return
    hidden = HiddenAddress.objects.filter(site=site).first() or HiddenAddress(
        site=site, organisation_id=site.organisation_id
    )
    hidden.street, hidden.postcode = street, postcode
    hidden.save()


@transaction.atomic
def remove_sites(*, actor: Actor, sites: Sequence[Site], unchanged_since: datetime) -> int:
    """Take SITES away again that were added by mistake; how many. Those that somebody changed
    since, or where a contact person sits, stay.
    """
    require(policy.can_edit_organisation(actor))
    return withdraw_sites(actor, sites, unchanged_since)


def withdraw_sites(actor: Actor, sites: Sequence[Site], unchanged_since: datetime) -> int:
    """As above, for an action that has asked whether ACTOR may."""
    rows = Site.objects.visible_to(actor).select_for_update(of=("self",))
    keys = [site.pk for site in sites]
    free = rows.filter(pk__in=keys, contacts=None, prison=None, changed_at__lte=unchanged_since)
    for site in (found := list(free)):
        audit.record(actor, Verb.ENDED, "site", site.slug)
        site.delete()
    return len(found)
