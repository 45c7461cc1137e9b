"""Puts every table of the room under its policy."""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("people", "0002_protection")]
    operations = [
        ProtectTenantTable("Client"),
        ProtectTenantTable("Case"),
        ProtectTenantTable("CaseMember"),
        ProtectTenantTable("CaseEvent"),
        ProtectTenantTable("Stay"),
        ProtectTenantTable("ReleaseScenario"),
        ProtectTenantTable("Step"),
        ProtectTenantTable("Answer"),
    ]
