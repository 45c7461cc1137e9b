"""A link may ask for a code that is sent by mail: one code at a time, five tries, five codes an
hour. The table keeps its closed door; two functions more lead through it.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import app_role

CODES = """
CREATE FUNCTION link_request_code(
  token bytea, fresh bytea, moment timestamptz, until timestamptz, most integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE foundation_link SET code_hash = fresh, code_expires_at = until, attempts = 0,
    codes_sent = moment || ARRAY(
      SELECT sent FROM unnest(codes_sent) AS sent WHERE sent > moment - interval '1 hour')
    WHERE token_hash = token AND used_at IS NULL AND expires_at > moment
      AND (SELECT count(*) FROM unnest(codes_sent) AS sent
           WHERE sent > moment - interval '1 hour') < most;
  RETURN FOUND;
END $$;

-- Hashes under a key are compared, which nobody outside can steer, so the time it takes says
-- nothing. A code that fitted stays for a double click, no longer.
CREATE FUNCTION link_try_code(token bytea, typed bytea, moment timestamptz, most integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  fits boolean;
BEGIN
  UPDATE foundation_link SET attempts = attempts + 1,
    code_expires_at = CASE WHEN code_hash = typed
      THEN least(code_expires_at, moment + interval '10 seconds') ELSE code_expires_at END
    WHERE token_hash = token AND used_at IS NULL AND expires_at > moment
      AND code_expires_at > moment AND attempts < most
    RETURNING code_hash = typed INTO fits;
  RETURN coalesce(fits, false);
END $$;

CREATE OR REPLACE FUNCTION link_revoke(kind text, thing uuid, moment timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE foundation_link SET used_at = moment, code_hash = NULL, code_expires_at = NULL
  WHERE organisation_id = current_organisation() AND object_type = kind AND object_id = thing
    AND used_at IS NULL
$$;
REVOKE ALL ON FUNCTION link_request_code(bytea, bytea, timestamptz, timestamptz, integer)
  FROM PUBLIC;
REVOKE ALL ON FUNCTION link_try_code(bytea, bytea, timestamptz, integer) FROM PUBLIC;
"""
UNDO = """
DROP FUNCTION link_request_code(bytea, bytea, timestamptz, timestamptz, integer);
DROP FUNCTION link_try_code(bytea, bytea, timestamptz, integer);
CREATE OR REPLACE FUNCTION link_revoke(kind text, thing uuid, moment timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE foundation_link SET used_at = moment
  WHERE organisation_id = current_organisation() AND object_type = kind AND object_id = thing
    AND used_at IS NULL
$$;
"""
GRANT = f"""
GRANT EXECUTE ON FUNCTION
  link_request_code(bytea, bytea, timestamptz, timestamptz, integer) TO "{app_role()}";
GRANT EXECUTE ON FUNCTION link_try_code(bytea, bytea, timestamptz, integer) TO "{app_role()}";
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_letters_about_a_thing")]
    operations = [
        migrations.AddField(
            model_name="link", name="code_hash", field=models.BinaryField(null=True)
        ),
        migrations.AddField(
            model_name="link", name="code_expires_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="link",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="link",
            name="codes_sent",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(CODES, UNDO),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
