"""The functions every policy asks, and the protection of the foundation's own tables."""

from django.conf import settings
from django.db import migrations

from nahtlos.foundation.tenancy.operations import (
    GrantMachineryTable,
    ProtectReadOnlyTenantTable,
    ProtectTenantTable,
    app_role,
)

FUNCTIONS = """
CREATE FUNCTION current_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('nahtlos.organisation', true), '')::uuid $$;
CREATE FUNCTION current_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('nahtlos.account', true), '')::uuid $$;
"""
CACHE = f"""
CREATE TABLE {settings.CACHES["default"]["LOCATION"]} (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX foundation_cache_expires ON {settings.CACHES["default"]["LOCATION"]} (expires);
GRANT SELECT, INSERT, UPDATE, DELETE ON {settings.CACHES["default"]["LOCATION"]} TO "{app_role()}";
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS, "DROP FUNCTION current_organisation(); DROP FUNCTION current_account()"
        ),
        migrations.RunSQL(CACHE, f"DROP TABLE {settings.CACHES['default']['LOCATION']}"),
        ProtectReadOnlyTenantTable("AuditEntry"),
        ProtectReadOnlyTenantTable("AuditBlock"),
        ProtectTenantTable("VaultKey"),
        ProtectTenantTable("Letter"),
        GrantMachineryTable("RateCount"),
        GrantMachineryTable("SpentStamp"),
    ]
