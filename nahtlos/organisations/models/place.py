"""Länder, districts and postcodes: reference data, loaded by `load_places`, read by everybody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nahtlos.foundation.tenancy import Tenancy


class Plane(models.TextChoices):
    """The coordinate planes; distances never run from one into the other."""

    EARTH = "earth", "Deutschland"
    MUSTER = "muster", "Musterland"


class Land(models.Model):
    """A Bundesland, or the invented Musterland (code MU)."""

    tenancy = Tenancy.SYSTEM

    code = models.CharField(max_length=2, primary_key=True)
    iso = models.CharField(max_length=5, unique=True)
    ags = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=60)
    plane = models.CharField(max_length=6, choices=Plane.choices, default=Plane.EARTH)
    population = models.PositiveIntegerField(null=True)
    population_on = models.DateField(null=True)
    outline = models.TextField(blank=True, default="")
    projection = models.JSONField(null=True)
    label_x = models.FloatField(null=True)
    label_y = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A Landkreis or kreisfreie Stadt by its official key."""

    tenancy = Tenancy.SYSTEM

    ags = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    display_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="districts")
    population = models.PositiveIntegerField(null=True)
    lat = models.FloatField()
    lon = models.FloatField()
    # In drawing units of the Land's projection; the box around it is left, top, right, bottom.
    outline = models.TextField(blank=True, default="")
    box = ArrayField(models.FloatField(), size=4, default=list, blank=True)
    label_x = models.FloatField(null=True)
    label_y = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.display_name


class Postcode(models.Model):
    """A postcode with its town and the town's centre; `folded` (`rules.towns.town_key`) is what a
    typed place name is compared with.
    """

    tenancy = Tenancy.SYSTEM

    plz = models.CharField(max_length=5, primary_key=True)
    place = models.CharField(max_length=80)
    folded = models.CharField(max_length=80)
    lat = models.FloatField()
    lon = models.FloatField()
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="postcodes")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="postcodes")
    all_districts = ArrayField(models.CharField(max_length=5), default=list)

    class Meta:
        """Looked up by number and by name."""

        indexes = [
            models.Index(fields=["folded"], name="postcode_by_name", opclasses=["text_pattern_ops"])
        ]
