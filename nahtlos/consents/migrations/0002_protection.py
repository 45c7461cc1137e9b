"""Puts every table of the room under its policy."""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial"), ("cases", "0002_protection")]
    operations = [ProtectTenantTable("Consent"), ProtectTenantTable("Revocation")]
