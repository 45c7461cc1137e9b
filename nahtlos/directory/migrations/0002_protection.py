"""Puts every table of the room under its policy."""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import ProtectPublicTable, ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("organisations", "0002_protection")]
    operations = [
        ProtectPublicTable("Offer"),
        ProtectPublicTable("SearchTerm"),
        ProtectPublicTable("VisitingFact"),
        ProtectTenantTable("OfferRevision"),
        ProtectTenantTable("Feedback"),
    ]
