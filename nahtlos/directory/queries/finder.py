"""The public finder's search: fit first, then distance, then availability; every hit says why it is
there.

The score is BM25 over the inverted index (`SearchTerm`); words that stand for the same typed word
count once, with the best of them.
One statement finds, orders and counts the filters. Reach: 2 = near, or serves the typed place;
1 = nobody knows where; 0 = far away.
"""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import cos, radians
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nahtlos.directory.rules.words import QueryTerm, query_terms
from nahtlos.foundation.ruling import states
from nahtlos.organisations.queries import Place, PrisonName

PAGE_SIZE: Final = 10
NEAR_KM: Final = 60
GRAIN_KM: Final = (
    5  # a postcode's centre is no truer than this; within one step availability decides
)
EXPERTS: Final = [
    "professional",
    "volunteer",
]  # offers for these alone stand lower for everybody else
WEAKEST: Final = (
    0.2  # of the best score; what is weaker shares a word with the question and no more
)
FRESH: Final = timedelta(days=30)
REMOTE: Final = ["phone", "video", "online", "online_chat", "email", "material"]


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; all parts are optional."""

    words: str = ""
    topic: str = ""
    place: Place | None = None
    prison: PrisonName | None = None
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    wide: bool = False
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing to look for yet."""
        return not (
            self.words
            or self.topic
            or self.place
            or self.prison
            or self.audiences
            or self.formats
            or self.languages
        )


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row as the search statement gives it. `distance` in kilometres from the centre of the
    place; None without one.
    """

    offer_id: UUID
    fit: int
    reach: int
    in_prison: bool
    audience_known: bool
    distance: float | None
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """The page of rows, how many there are in all, and the counts behind the filters: {kind: {code:
    count}}.
    """

    rows: list[FoundRow] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


# The typed terms with their weights, the offers that hold them, BM25 over both; then who is reached
# from the typed place, and how well; last the page and, from the same rows, the filters' counts.
_FIND: Final = """
WITH asked AS (
  SELECT * FROM unnest(%(terms)s::text[], %(boosts)s::float8[], %(groups)s::int[])
    AS t(term, boost, grp)
), posted AS (
  SELECT term, offer_id, weight, count(*) OVER (PARTITION BY term) AS n
  FROM directory_searchterm WHERE term = ANY(%(terms)s::text[])
), size AS (
  SELECT greatest(count(*), 1) AS n FROM directory_offer WHERE state = 'published'
), best AS (
  SELECT p.offer_id, a.grp,
    max(p.weight * a.boost * ln(1 + (greatest(s.n - p.n, 0) + 0.5) / (p.n + 0.5))) AS w
  FROM asked a JOIN posted p USING (term) CROSS JOIN size s GROUP BY p.offer_id, a.grp
), summed AS (
  SELECT offer_id, sum(w) AS score FROM best GROUP BY offer_id
), scored AS (
  SELECT offer_id, score, score / max(score) OVER () AS share FROM summed
), matched AS (
  SELECT o.id, o.title, o.audiences, o.formats, o.languages, coalesce(s.share, 1) AS share,
    o.catchment_codes && %(prison)s::varchar[] AS in_prison,
    cardinality(o.audiences) > 0 AS audience_known,
    sqrt(power((o.lat - %(lat)s::float8) * %(ky)s::float8, 2)
      + power((o.lon - %(lon)s::float8) * %(kx)s::float8, 2)) AS distance,
    o.catchment = 'nationwide' OR o.formats && %(remote)s::varchar[]
      OR (o.catchment = 'land' AND o.catchment_land = %(land)s)
      OR (o.catchment = 'districts' AND %(district)s = ANY(o.catchment_codes)) AS covers,
    CASE WHEN o.capacity_on IS NULL OR o.capacity_on < %(fresh)s THEN 1
      WHEN o.places_free > 0 THEN 2
      WHEN o.places_free = 0 OR o.waiting_weeks > 0 THEN 0 ELSE 1 END AS open,
    g.land_id <> %(land)s AND o.catchment <> 'nationwide' AS elsewhere,
    o.audiences <> '{}' AND o.audiences <@ %(experts)s::varchar[]
      AND NOT o.audiences && %(audiences)s::varchar[] AS for_experts
  FROM directory_offer o JOIN organisations_organisation g ON g.id = o.organisation_id
    LEFT JOIN scored s ON s.offer_id = o.id
  WHERE o.state = 'published' AND (o.valid_until IS NULL OR o.valid_until >= %(today)s)
    AND (cardinality(%(terms)s::text[]) = 0 OR s.share >= %(weakest)s)
    AND (%(topic)s = '' OR %(topic)s = ANY(o.topics))
    AND (%(plane)s = '' OR o.plane = %(plane)s)
), near AS (
  SELECT *, CASE
    WHEN %(lat)s::float8 IS NULL OR distance <= %(near)s OR covers OR in_prison THEN 2
    WHEN distance IS NULL AND elsewhere IS NOT TRUE THEN 1 ELSE 0 END AS reach,
    ceil(5 * share)::int + in_prison::int - 2 * for_experts::int AS fit
  FROM matched
), kept AS MATERIALIZED (
  SELECT * FROM near WHERE %(wide)s OR reach > 0
), chosen AS (
  SELECT * FROM kept
  WHERE (cardinality(%(audiences)s::varchar[]) = 0 OR NOT audience_known
      OR audiences && %(audiences)s::varchar[])
    AND (cardinality(%(formats)s::varchar[]) = 0 OR formats && %(formats)s::varchar[])
    AND (cardinality(%(languages)s::varchar[]) = 0 OR languages && %(languages)s::varchar[])
), counted AS (
  SELECT 'audiences' AS kind, code, count(*) AS n FROM kept, unnest(audiences) AS code GROUP BY code
  UNION ALL SELECT 'formats', code, count(*) FROM kept, unnest(formats) AS code GROUP BY code
  UNION ALL SELECT 'languages', code, count(*) FROM kept, unnest(languages) AS code GROUP BY code
)
SELECT id, fit, reach, in_prison, audience_known, distance,
  (SELECT count(*) FROM chosen) AS total,
  (SELECT jsonb_object_agg(kind, codes) FROM
    (SELECT kind, jsonb_object_agg(code, n) AS codes FROM counted GROUP BY kind) AS c) AS counts
FROM chosen
ORDER BY reach DESC, fit DESC, (audiences && %(audiences)s::varchar[]) DESC,
  round(distance / %(grain)s) NULLS LAST, open DESC, share DESC, title
LIMIT %(limit)s OFFSET %(offset)s
"""


def scale_of(place: Place | None) -> tuple[float, float]:
    """Kilometres per degree of (latitude, longitude) around PLACE; good to one percent within
    Germany.
    """
    return 111.2, 111.32 * cos(radians(place.lat if place else 51.0))


def _parameters(search: Search, terms: list[QueryTerm], today: date) -> dict[str, Any]:
    place = search.place
    ky, kx = scale_of(place)
    plane = place.plane if place else search.prison.plane if search.prison else ""
    return {
        "terms": [term.term for term in terms],
        "boosts": [term.boost for term in terms],
        "groups": [term.group for term in terms],
        "topic": search.topic,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "ky": ky,
        "kx": kx,
        "land": place.land if place else "",
        "district": place.district if place else "",
        "plane": plane,
        "prison": [search.prison.xjustiz_id] if search.prison else [],
        "near": NEAR_KM,
        "weakest": WEAKEST,
        "wide": search.wide,
        "grain": GRAIN_KM,
        "experts": EXPERTS,
        "remote": REMOTE,
        "audiences": list(search.audiences),
        "formats": list(search.formats),
        "languages": list(search.languages),
        "today": today,
        "fresh": today - FRESH,
        "limit": PAGE_SIZE,
        "offset": (search.page - 1) * PAGE_SIZE,
    }


@states(
    "Suche",
    "Treffer stehen zuerst nach Passung, dann nach Entfernung, dann nach freien Plätzen.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/directory/test_ranking.py::test_fit_comes_before_distance_and_distance_before_free_places",
    ),
)
def find(search: Search, today: date) -> Found:
    """The offers that fit SEARCH on TODAY, ordered by fit, then distance, then availability. Two
    statements.
    """
    parameters = _parameters(search, query_terms(search.words), today)
    if search.words and not parameters["terms"]:
        return Found()
    with connection.cursor() as cursor:
        cursor.execute(_FIND, parameters)
        found = cursor.fetchall()
    rows = [FoundRow(*row[:7]) for row in found]
    return Found(rows, rows[0].total, json.loads(found[0][7] or "{}")) if rows else Found()
