"""Samples of the addresses of the room: (things, body, query)."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.exchange import actions
from nahtlos.exchange.rules import words
from nahtlos.exchange.rules.sheets import read_sheet
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import ContactPerson
from tests.cast import actor, organisation

TABLE = b"titel;kurz;kosten\r\nGruppe am Abend;Reden und essen.;frei\r\n;Ohne Titel.;\r\n"


def _nothing(key: str) -> dict[str, Any]:
    return {}


def placed_offer(key: str) -> Offer:
    """A published offer of an organisation that has a place."""
    rows = Offer.objects.filter(organisation=organisation(key), state="published")
    return rows.exclude(site=None, city="").order_by("slug")[0]


def _offer_key(key: str) -> dict[str, Any]:
    return {"key": str(placed_offer(key).pk)}


def _uploaded(key: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("angebote.csv", TABLE), "stamp": stamps.issue()}


def _run(key: str) -> dict[str, Any]:
    """An import of an organisation that was looked at and not written."""
    who = actor("role:org_admin" if key == HOME else "cem")
    with tenant(who.organisation, who.account_id):
        run = actions.receive_file(actor=who, sheet=read_sheet(TABLE))
        run = actions.choose_columns(actor=who, run=run, columns=["titel", "kurz", "kosten"])
    return {"code": run.code}


def _dated_offer(key: str) -> dict[str, Any]:
    """A published offer with a day that is still to come."""
    one = placed_offer(key)
    with tenant(one.organisation_id):
        Offer.objects.filter(pk=one.pk).update(next_date=today())
    return {"slug": one.slug}


def _published_contact(key: str) -> dict[str, Any]:
    """A contact person whose telephone is published."""
    home = organisation(key)
    with tenant(home.pk):
        one = ContactPerson.objects.filter(organisation=home).order_by("code")[0]
        one.published, one.named, one.public_phone = True, True, "030 23125-110"
        one.save()
    return {"slug": home.slug, "code": one.code}


EXCHANGE: dict[str, tuple[Any, ...]] = {
    "hsds:about": (),
    "hsds:openapi": (),
    "hsds:services": (_nothing, _nothing, "search=wohnen&full=true"),
    "hsds:service": (_offer_key,),
    "hsds:organizations": (_nothing, _nothing, "full=true"),
    "hsds:organization": (lambda key: {"key": str(organisation(key).pk)},),
    "hsds:taxonomies": (),
    "hsds:taxonomy": (lambda key: {"key": str(words.taxonomies()["topic"].id)},),
    "hsds:taxonomy_terms": (_nothing, _nothing, "top_only=true"),
    "hsds:taxonomy_term": (lambda key: {"key": str(next(iter(words.terms())))},),
    "hsds:service_at_locations": (_nothing, _nothing, "postcode=00120&proximity=20000"),
    "hsds:service_at_location": (_offer_key,),
    "exchange:interface": (),
    "exchange:offer_date": (_dated_offer,),
    "exchange:organisation_card": (lambda key: {"slug": organisation(key).slug},),
    "exchange:contact_card": (_published_contact,),
    "imports:new": (_nothing, _uploaded),
    "imports:sample": (),
    "imports:explained": (),
    "imports:columns": (
        _run,
        lambda key: {"spalte0": "titel", "spalte1": "kurz", "spalte2": ""},
    ),
    "imports:run": (_run,),
    "imports:decide": (_run, lambda key: {"zeile2": "new"}),
    "imports:start": (_run,),
    "imports:undo": (_run,),
    "imports:faults": (_run,),
}
