"""Where a site is put elsewhere, its offers go with it: no point of an address that became
confidential may stay behind in them, whoever wrote the site.
"""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION directory_offers_follow_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE directory_offer SET lat = NEW.lat, lon = NEW.lon, changed_at = NEW.changed_at,
    plane = coalesce(
      (SELECT plane FROM organisations_land WHERE code = NEW.land_id), 'earth')
  WHERE site_id = NEW.id AND organisation_id = NEW.organisation_id;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_offers_follow_site AFTER UPDATE ON organisations_site FOR EACH ROW
WHEN ((OLD.lat, OLD.lon, OLD.land_id) IS DISTINCT FROM (NEW.lat, NEW.lon, NEW.land_id))
EXECUTE FUNCTION directory_offers_follow_site();
"""
STAY = """
DROP TRIGGER directory_offers_follow_site ON organisations_site;
DROP FUNCTION directory_offers_follow_site();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0008_what_places_are_and_where"),
        ("organisations", "0004_confidential_addresses"),
    ]

    operations = [migrations.RunSQL(FOLLOW, STAY)]
