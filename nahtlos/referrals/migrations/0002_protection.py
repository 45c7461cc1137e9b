"""Puts every table of the room under its policy."""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import ProtectSharedTable, ProtectTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
        ("consents", "0002_protection"),
        ("foundation", "0005_shared_rows"),
    ]
    operations = [
        ProtectSharedTable("Referral"),
        ProtectSharedTable("Package"),
        ProtectSharedTable("ReferralEvent", append_only=True),
        ProtectTenantTable("Origin", shared_side={"referral": "from"}),
        ProtectTenantTable("Reception", shared_side={"referral": "to"}),
        ProtectTenantTable("Handover", shared_side={"referral": "from"}),
    ]
