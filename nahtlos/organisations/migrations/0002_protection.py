"""Puts every table of the room under its policy."""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import (
    GrantSystemTable,
    ProtectPublicTable,
    ProtectTenantTable,
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("foundation", "0004_link_door")]
    operations = [
        GrantSystemTable("Land"),
        GrantSystemTable("District"),
        GrantSystemTable("Postcode"),
        ProtectPublicTable("Organisation"),
        ProtectPublicTable("Site"),
        ProtectPublicTable("Prison"),
        ProtectPublicTable("ContactPerson"),
        ProtectTenantTable("ContactDetail"),
    ]
