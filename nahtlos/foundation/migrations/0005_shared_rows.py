"""The function of the trigger that keeps a shared row between its two organisations."""

from django.db import migrations

STAYS = """
CREATE FUNCTION shared_row_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  RAISE EXCEPTION 'a row of % stays between its two organisations', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_link_door")]
    operations = [migrations.RunSQL(STAYS, "DROP FUNCTION shared_row_stays()")]
