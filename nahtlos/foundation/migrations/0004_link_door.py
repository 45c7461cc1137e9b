"""The link door: a table without any grant, reached through four functions."""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import app_role

DOOR = """
CREATE FUNCTION link_issue(token bytea, kind text, thing uuid, deed text, until timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_organisation() IS NULL THEN
    RAISE EXCEPTION 'link_issue: no organisation entered';
  END IF;
  INSERT INTO foundation_link
    (id, token_hash, organisation_id, object_type, object_id, verb, expires_at)
  VALUES (gen_random_uuid(), token, current_organisation(), kind, thing, deed, until);
END $$;

CREATE FUNCTION link_find(token bytea)
RETURNS TABLE (
  organisation uuid, kind text, thing uuid, deed text, until timestamptz, used timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT organisation_id, object_type::text, object_id, verb::text, expires_at, used_at
  FROM foundation_link WHERE token_hash = token
$$;

CREATE FUNCTION link_use(token bytea, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE foundation_link SET used_at = moment
    WHERE token_hash = token AND used_at IS NULL AND expires_at > moment;
  RETURN FOUND;
END $$;

CREATE FUNCTION link_revoke(kind text, thing uuid, moment timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE foundation_link SET used_at = moment
  WHERE organisation_id = current_organisation() AND object_type = kind AND object_id = thing
    AND used_at IS NULL
$$;
REVOKE ALL ON FUNCTION link_issue(bytea, text, uuid, text, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION link_find(bytea) FROM PUBLIC;
REVOKE ALL ON FUNCTION link_use(bytea, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION link_revoke(text, uuid, timestamptz) FROM PUBLIC;
"""
UNDO = """
DROP FUNCTION link_issue(bytea, text, uuid, text, timestamptz);
DROP FUNCTION link_find(bytea);
DROP FUNCTION link_use(bytea, timestamptz);
DROP FUNCTION link_revoke(text, uuid, timestamptz);
"""
GRANT = f"""
GRANT EXECUTE ON FUNCTION link_issue(bytea, text, uuid, text, timestamptz) TO "{app_role()}";
GRANT EXECUTE ON FUNCTION link_find(bytea) TO "{app_role()}";
GRANT EXECUTE ON FUNCTION link_use(bytea, timestamptz) TO "{app_role()}";
GRANT EXECUTE ON FUNCTION link_revoke(text, uuid, timestamptz) TO "{app_role()}";
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_audit_chain")]
    operations = [
        migrations.RunSQL(DOOR, UNDO),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
