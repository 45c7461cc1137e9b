"""Which transaction last changed what the finder reads of an offer: the offer itself, its search
terms, the Land of its organisation. Written by triggers, whoever changes it; one statement writes
it once, so that thousands of search terms cost no more than their offers. Two indexes that only the
search statement of before read go.
"""

from django.db import migrations, models

from nahtlos.foundation.tenancy.operations import GrantMachineryTable

# In the order of the offers, so that two who change the same ones wait and do not lock each other.
NOTE = """
CREATE FUNCTION directory_note_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO directory_searchchange (offer_id, changed_in)
  SELECT offer_id, pg_current_xact_id()::text::bigint FROM ({changed}) AS changed ORDER BY offer_id
  ON CONFLICT (offer_id) DO UPDATE SET changed_in = excluded.changed_in
  WHERE directory_searchchange.changed_in <> excluded.changed_in;
  RETURN NULL;
END $$;
"""
EVENTS = (
    ("added", "INSERT", "NEW"),
    ("changed", "UPDATE", "NEW"),
    ("left", "UPDATE", "OLD"),
    ("removed", "DELETE", "OLD"),
)
WATCH = """
CREATE TRIGGER directory_note_{event} AFTER {verb} ON {table}
REFERENCING {side} TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION directory_note_{name}();
"""
MOVED = """
CREATE TRIGGER directory_note_moved AFTER UPDATE ON organisations_organisation FOR EACH ROW
WHEN (OLD.land_id IS DISTINCT FROM NEW.land_id) EXECUTE FUNCTION directory_note_home();
"""
TABLES = (("offers", "directory_offer"), ("terms", "directory_searchterm"))
CHANGED = (
    ("offers", "SELECT DISTINCT id AS offer_id FROM written"),
    ("terms", "SELECT DISTINCT offer_id FROM written"),
    ("home", "SELECT id AS offer_id FROM directory_offer WHERE organisation_id = NEW.id"),
)
BEGIN = "".join(
    (
        *(NOTE.format(name=name, changed=changed) for name, changed in CHANGED),
        *(
            WATCH.format(event=event, verb=verb, side=side, table=table, name=name)
            for name, table in TABLES
            for event, verb, side in EVENTS
        ),
        MOVED,
    )
)
END = "".join(
    (
        *(f"DROP TRIGGER directory_note_{e[0]} ON {table};" for _, table in TABLES for e in EVENTS),
        "DROP TRIGGER directory_note_moved ON organisations_organisation;",
        *(f"DROP FUNCTION directory_note_{name}();" for name, _ in CHANGED),
    )
)
# As 0003 and 0007 made it.
FOR_FINDER = """
CREATE INDEX offer_for_finder ON directory_offer (id) INCLUDE (
  organisation_id, title, audiences, formats, languages, catchment, catchment_land, lat, lon,
  plane, capacity_on, places_free, waiting_weeks, valid_until, circumstances, gender, excluded,
  age_from, age_to) WHERE state = 'published'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_translations_of_offers"),
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "offer_id",
                    models.UUIDField(editable=False, primary_key=True, serialize=False),
                ),
                ("changed_in", models.BigIntegerField(db_index=True)),
            ],
        ),
        GrantMachineryTable("SearchChange"),
        migrations.RunSQL(BEGIN, END),
        migrations.RunSQL("DROP INDEX offer_for_finder", FOR_FINDER),
        migrations.RemoveIndex(model_name="searchterm", name="search_by_term"),
    ]
