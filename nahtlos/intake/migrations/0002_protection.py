"""Puts every table of the room under its policy, and makes the door for codes: a table without any
grant, reached through three functions.
"""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import ProtectTenantTable, app_role

DOOR = """
CREATE FUNCTION receipt_issue(digest bytea, thing uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_organisation() IS NULL THEN
    RAISE EXCEPTION 'receipt_issue: no organisation entered';
  END IF;
  INSERT INTO intake_receipt (id, lookup, organisation_id, enquiry_id)
  VALUES (gen_random_uuid(), digest, current_organisation(), thing);
END $$;

CREATE FUNCTION receipt_find(digest bytea) RETURNS TABLE (organisation uuid, enquiry uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT organisation_id, enquiry_id FROM intake_receipt WHERE lookup = digest
$$;

CREATE FUNCTION receipt_revoke(thing uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  DELETE FROM intake_receipt
  WHERE organisation_id = current_organisation() AND enquiry_id = thing
$$;
REVOKE ALL ON FUNCTION receipt_issue(bytea, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION receipt_find(bytea) FROM PUBLIC;
REVOKE ALL ON FUNCTION receipt_revoke(uuid) FROM PUBLIC;
"""
UNDO = """
DROP FUNCTION receipt_issue(bytea, uuid);
DROP FUNCTION receipt_find(bytea);
DROP FUNCTION receipt_revoke(uuid);
"""
GRANT = f"""
GRANT EXECUTE ON FUNCTION receipt_issue(bytea, uuid) TO "{app_role()}";
GRANT EXECUTE ON FUNCTION receipt_find(bytea) TO "{app_role()}";
GRANT EXECUTE ON FUNCTION receipt_revoke(uuid) TO "{app_role()}";
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("people", "0002_protection"),
        ("foundation", "0008_keys_of_compartments"),
    ]
    operations = [
        ProtectTenantTable("Enquiry"),
        ProtectTenantTable("EnquiryMessage"),
        ProtectTenantTable("EnquiryTrace"),
        ProtectTenantTable("AdviceDesk"),
        migrations.RunSQL(DOOR, UNDO),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
