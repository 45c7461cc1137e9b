"""The audit chain: appended by a function, linked by a deferred trigger at commit so that the
chain's lock is held only briefly.
"""

from django.db import migrations

from nahtlos.foundation.tenancy.operations import app_role

CHAIN = """
CREATE FUNCTION audit_append(
  at timestamptz, kind text, account uuid, roles text, verb text, thing text, code_and_detail text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_organisation() IS NULL THEN
    RAISE EXCEPTION 'audit_append: no organisation entered';
  END IF;
  INSERT INTO foundation_auditentry
    (organisation_id, at, kind, account_id, roles, verb, thing, code, detail, block)
  VALUES (current_organisation(), at, kind, account, roles, verb, thing,
          split_part(code_and_detail, E'\\x1f', 1), split_part(code_and_detail, E'\\x1f', 2),
          to_char(at AT TIME ZONE 'Europe/Berlin', 'YYYY-MM'));
END $$;

CREATE FUNCTION audit_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  entered text := current_setting('nahtlos.organisation', true);
  last foundation_auditblock%ROWTYPE;
  next_number bigint;
  next_hash text;
BEGIN
  -- At commit nobody is in the organisation any more; without BYPASSRLS the owner would see none.
  PERFORM set_config('nahtlos.organisation', NEW.organisation_id::text, true);
  PERFORM pg_advisory_xact_lock(hashtextextended('audit' || NEW.organisation_id::text, 0));
  SELECT * INTO last FROM foundation_auditblock
    WHERE organisation_id = NEW.organisation_id ORDER BY last_number DESC LIMIT 1;
  next_number := coalesce(last.last_number, 0) + 1;
  next_hash := encode(sha256(convert_to(concat_ws(E'\\x1f',
    coalesce(last.head, ''), NEW.organisation_id::text, next_number::text,
    (extract(epoch FROM NEW.at) * 1000000)::bigint::text, NEW.kind,
    coalesce(NEW.account_id::text, ''),
    NEW.roles, NEW.verb, NEW.thing, NEW.code, NEW.detail), 'UTF8')), 'hex');
  UPDATE foundation_auditentry
    SET number = next_number, previous = coalesce(last.head, ''), hash = next_hash
    WHERE id = NEW.id;
  INSERT INTO foundation_auditblock
    (organisation_id, block, first_number, last_number, head)
    VALUES (NEW.organisation_id, NEW.block, next_number, next_number, next_hash)
    ON CONFLICT (organisation_id, block) DO UPDATE SET last_number = next_number, head = next_hash;
  PERFORM set_config('nahtlos.organisation', coalesce(entered, ''), true);
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_link AFTER INSERT ON foundation_auditentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link();
REVOKE ALL ON FUNCTION audit_append(timestamptz, text, uuid, text, text, text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_link() FROM PUBLIC;
"""
UNDO = """
DROP TRIGGER audit_link ON foundation_auditentry;
DROP FUNCTION audit_link();
DROP FUNCTION audit_append(timestamptz, text, uuid, text, text, text, text);
"""
GRANT = (
    "GRANT EXECUTE ON FUNCTION audit_append(timestamptz, text, uuid, text, text, text, text) TO"
    f' "{app_role()}"'
)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_tenancy_functions")]
    operations = [
        migrations.RunSQL(CHAIN, UNDO),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
