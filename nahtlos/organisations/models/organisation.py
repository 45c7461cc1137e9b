"""Organisations with their sites, prisons and contact persons."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nahtlos.foundation.provenance import ProvenanceColumns
from nahtlos.foundation.tenancy import Tenancy
from nahtlos.foundation.tenancy.owned import OwnedQuerySet
from nahtlos.foundation.vault import SealedField
from nahtlos.organisations.models.place import District, Land


class Address(models.Model):
    """Columns of a place: the town is always shown, the street only where it is known from a
    source.
    """

    street = models.CharField(max_length=120, blank=True, default="")
    postcode = models.CharField(max_length=5, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    land = models.ForeignKey(
        Land, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    class Meta:
        """Columns only."""

        abstract = True


class Organisation(Address):
    """A tenant: a charity, an office, a prison, a ministry. Its own id is the organisation id of
    all its rows.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.URLField(max_length=300, blank=True, default="")
    about = models.TextField(blank=True, default="")
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_sample = models.BooleanField(default=False)
    looked_after = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    facts: Any = ProvenanceColumns()

    def __str__(self) -> str:
        return self.name


class Site(Address):
    """A place where an organisation works. Of a confidential one the street and the postcode are
    not in this row but sealed in `HiddenAddress`, and its point is the middle of its town: what is
    not here no page can show.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=60, blank=True, default="")
    phone_note = models.CharField(max_length=80, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.URLField(max_length=300, blank=True, default="")
    access_note = models.CharField(max_length=300, blank=True, default="")
    confidential = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    address: Any = ProvenanceColumns()
    contact: Any = ProvenanceColumns()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """What is confidential must not stand in the public columns."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidential=False) | models.Q(street="", postcode=""),
                name="confidential_site_is_empty",
                violation_error_message=(
                    "Ein Standort mit vertraulicher Adresse darf keine öffentliche tragen."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class HiddenAddress(models.Model):
    """Street and postcode of a confidential site: sealed, seen by the own organisation only."""

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="hidden")
    street = SealedField()
    postcode = SealedField()

    objects = OwnedQuerySet.as_manager()


class Prison(models.Model):
    """What a prison adds to its site. The XJustiz id is the stable key; running and standing Land
    may differ.
    """

    tenancy = Tenancy.PUBLIC

    site = models.OneToOneField(
        Site, primary_key=True, on_delete=models.CASCADE, related_name="prison"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="prisons")
    xjustiz_id = models.CharField(max_length=20, unique=True)
    short_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    run_by = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="prisons_run")
    kinds = ArrayField(models.CharField(max_length=30), default=list)
    capacity = models.PositiveIntegerField(null=True)
    capacity_facts: Any = ProvenanceColumns()
    kinds_facts: Any = ProvenanceColumns()

    def __str__(self) -> str:
        return self.short_name


class ContactPerson(models.Model):
    """Somebody answerable for a subject at an organisation: the function is public, the name only
    with agreement.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    code = models.CharField(max_length=12)
    function = models.CharField(max_length=120)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # XJustiz ids of the prisons the function stands for; a foreign key would tie two organisations'
    # rows together.
    serves = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    serves_names: Sequence[str] = ()
    deputy_function = models.CharField(max_length=120, blank=True, default="")
    published = models.BooleanField(default=False)
    public_name = models.CharField(max_length=120, blank=True, default="")
    public_phone = models.CharField(max_length=60, blank=True, default="")
    public_email = models.EmailField(blank=True, default="")
    named = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    membership_id = models.UUIDField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        """What is not published must not stand in the public columns."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(published=True)
                | models.Q(public_name="", public_phone="", public_email=""),
                name="unpublished_contact_is_empty",
                violation_error_message=(
                    "Ein nicht veröffentlichter Kontakt darf keine öffentlichen Angaben tragen."
                ),
            ),
            models.UniqueConstraint(fields=["organisation", "code"], name="contact_code_once"),
        ]

    def __str__(self) -> str:
        return self.function


class ContactDetail(models.Model):
    """Name, telephone and mail of a contact person who is not published: sealed, seen by the own
    organisation only.
    """

    tenancy = Tenancy.TENANT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    contact = models.OneToOneField(ContactPerson, on_delete=models.CASCADE, related_name="detail")
    name = SealedField()
    phone = SealedField()
    email = SealedField()
    deputy_name = SealedField()

    objects = OwnedQuerySet.as_manager()
