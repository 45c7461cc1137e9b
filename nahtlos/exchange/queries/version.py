"""Whether anything changed since somebody asked last."""

from datetime import date
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import connection

from nahtlos import __version__

# xmin is the transaction that wrote a row: whoever changes, adds or removes a row of what a
# document is made of, in whatever way, changes its table's sum or count.
_STATE: Final = """
SELECT string_agg(told, ' ') FROM (
  SELECT concat('o', count(*), '-', sum(xmin::text::bigint)) AS told FROM directory_offer
  UNION ALL SELECT concat('h', count(*), '-', sum(xmin::text::bigint)) FROM directory_openinghours
  UNION ALL SELECT concat('n', count(*), '-', sum(xmin::text::bigint))
    FROM organisations_organisation
  UNION ALL SELECT concat('s', count(*), '-', sum(xmin::text::bigint)) FROM organisations_site
  UNION ALL SELECT concat('p', count(*), '-', sum(xmin::text::bigint))
    FROM organisations_contactperson
  UNION ALL SELECT concat('r', count(*), '-', sum(xmin::text::bigint))
    FROM exchange_registerentry
  UNION ALL SELECT concat('v', version::text) FROM directory_searchvocabulary
) AS all_of_them
"""


def content_version(today: date) -> str:
    """Changes with everything that any document of the interface is made of, and with the day,
    because offers end and numbers age. One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        (state,) = cursor.fetchone()
    told = f"{__version__} {today} {settings.ADDRESS} {settings.DEMONSTRATION} {state}"
    return sha256(told.encode()).hexdigest()[:20]
