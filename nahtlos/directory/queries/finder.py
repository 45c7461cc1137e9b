"""The public finder's search: fit first, then distance, then availability; every hit says why it is
there.

The score is BM25 over the inverted index (`SearchTerm`); words that stand for the same typed word
count once, with the best of them.
One statement finds, orders and counts the filters; its cost hardly grows with the number of offers
(`telling`). Reach: 2 = near, or serves the typed place;
1 = nobody knows where; 0 = far away.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from math import cos, radians
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nahtlos.directory.queries.capacity import FRESH
from nahtlos.directory.queries.frequencies import how_often, is_anywhere, telling
from nahtlos.directory.queries.knowledge import Known, recall_knowledge, renewed_knowledge
from nahtlos.directory.rules.conditions import AGES, ages_of, around, told_by
from nahtlos.directory.rules.scoring import Query, query_of
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
# Up to so many offers the boxes of the filters say how many they leave; with more of them the
# numbers help nobody and cost a third of the search.
COUNTED_HITS: Final = 1_000
REMOTE: Final = ["phone", "video", "online", "online_chat", "email", "letter", "material"]


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; all parts are optional. `size` is how many rows a page has."""

    words: str = ""
    topic: str = ""
    place: Place | None = None
    prison: PrisonName | None = None
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    age: int | None = None
    wide: bool = False
    page: int = 1
    size: int = PAGE_SIZE

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
            or self.circumstances
            or self.genders
            or self.age is not None
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
    count}}, None where there are too many offers to count (COUNTED_HITS). `meant` are the words
    that were looked for in place of typed ones that stand nowhere.
    """

    rows: list[FoundRow] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] | None = field(default_factory=dict)
    meant: tuple[str, ...] = ()


# Best first: what typed words are worth in every offer that holds them (BM25, of the terms for one
# word the best), and of these offers what is not weaker than WEAKEST of the best.
SCORED: Final = """
WITH best AS (
  SELECT p.offer_id, a.word, max(p.weight * a.factor) AS score
  FROM unnest(%(terms)s::text[], %(factors)s::float8[], %(groups)s::int[]) AS a(term, factor, word)
    JOIN directory_searchterm p ON p.term = a.term
  GROUP BY p.offer_id, a.word
), summed AS MATERIALIZED (
  SELECT offer_id, sum(score) AS score FROM best GROUP BY offer_id
)"""
_MATCHED: Final = """, matched AS (
  SELECT o.*, s.score / (SELECT max(score) FROM summed) AS share
  FROM summed s JOIN directory_offer o ON o.id = s.offer_id
  WHERE s.score >= %(weakest)s * (SELECT max(score) FROM summed) AND"""
_WITHOUT_WORDS: Final = """
WITH matched AS (
  SELECT o.*, 1::float8 AS share FROM directory_offer o WHERE"""
# Then who is reached from the typed place, and how well; last the page and, from the same rows, the
# filters' counts. Every column of `placed` and `near` stands in the index `offer_for_finder`;
# OFFSET 0 keeps PostgreSQL from working the distance out again wherever it is named.
_FROM_THESE: Final = """
    o.state = 'published' AND (o.valid_until IS NULL OR o.valid_until >= %(today)s)
    AND (%(topic)s = '' OR o.topics @> ARRAY[%(topic)s]::varchar[])
    AND (%(plane)s = '' OR o.plane = %(plane)s)
), placed AS (
  SELECT *, sqrt(north * north + east * east) AS distance FROM (
    SELECT *, (lat - %(lat)s::float8) * %(ky)s::float8 AS north,
      (lon - %(lon)s::float8) * %(kx)s::float8 AS east,
      %(prison)s <> '' AND id IN (SELECT id FROM directory_offer
        WHERE catchment_codes @> ARRAY[%(prison)s]::varchar[]) AS in_prison
    FROM matched) AS m
), near AS (
  SELECT *, CASE
    WHEN %(lat)s::float8 IS NULL OR distance <= %(near)s OR in_prison THEN 2
    WHEN catchment = 'nationwide' OR (catchment = 'land' AND catchment_land = %(land)s)
      OR (%(district)s <> '' AND catchment = 'districts' AND id IN (SELECT id FROM directory_offer
        WHERE catchment_codes @> ARRAY[%(district)s]::varchar[]))
      OR formats && %(remote)s::varchar[] THEN 2
    WHEN distance IS NULL AND organisation_id NOT IN (
      SELECT id FROM organisations_organisation WHERE land_id <> %(land)s) THEN 1
    ELSE 0 END AS reach
  FROM placed OFFSET 0
), kept AS MATERIALIZED (
  SELECT id, title, audiences, formats, languages, circumstances, gender, excluded,
    age_from, age_to, share, in_prison, distance, reach,
    ceil(8 * share)::int + 2 * in_prison::int - 3 * (audiences <> '{}'
      AND audiences <@ %(experts)s::varchar[]
      AND NOT audiences && %(audiences)s::varchar[])::int AS fit,
    CASE WHEN capacity_on IS NULL OR capacity_on < %(fresh)s THEN 1
      WHEN places_free > 0 THEN 2
      WHEN places_free = 0 OR waiting_weeks > 0 THEN 0 ELSE 1 END AS open
  FROM near WHERE %(wide)s OR reach > 0
), chosen AS NOT MATERIALIZED (
  SELECT * FROM kept
  WHERE (cardinality(%(audiences)s::varchar[]) = 0 OR audiences = '{}'
      OR audiences && %(around)s::varchar[]
      OR (audiences && %(young)s::varchar[] AND (age_from IS NOT NULL OR age_to IS NOT NULL)
        AND coalesce(age_from, 0) <= %(oldest)s AND coalesce(age_to, 120) >= %(youngest)s))
    AND (cardinality(%(circumstances)s::varchar[]) = 0 OR circumstances = '{}'
      OR circumstances && %(circumstances)s::varchar[])
    AND (cardinality(%(genders)s::varchar[]) = 0 OR gender = ''
      OR gender = ANY(%(genders)s::varchar[]))
    AND (%(age)s::int IS NULL
      OR %(age)s::int BETWEEN coalesce(age_from, 0) AND coalesce(age_to, 120))
    AND NOT excluded && %(told)s::varchar[]
    AND (cardinality(%(formats)s::varchar[]) = 0 OR formats && %(formats)s::varchar[])
    AND (cardinality(%(languages)s::varchar[]) = 0 OR languages && %(languages)s::varchar[])
), listed AS (
  SELECT 'audiences' AS kind, audiences AS codes, count(*) AS n FROM kept GROUP BY audiences
  UNION ALL SELECT 'formats', formats, count(*) FROM kept GROUP BY formats
  UNION ALL SELECT 'languages', languages, count(*) FROM kept GROUP BY languages
  UNION ALL SELECT 'circumstances', circumstances, count(*) FROM kept GROUP BY circumstances
  UNION ALL SELECT 'genders', ARRAY[gender], count(*) FROM kept WHERE gender <> '' GROUP BY gender
), counted AS (
  SELECT kind, code, sum(n) AS n FROM listed, unnest(codes) AS code GROUP BY kind, code
)
"""
_PAGE: Final = """
SELECT id, fit, reach, in_prison, audiences <> '{}', distance,
  (SELECT count(*) FROM chosen),
  CASE WHEN (SELECT count(*) FROM kept) <= %(counted_hits)s THEN
    (SELECT coalesce(jsonb_object_agg(kind, codes), '{}') FROM
      (SELECT kind, jsonb_object_agg(code, n) AS codes FROM counted GROUP BY kind) AS c) END,
  (SELECT version FROM directory_searchvocabulary)
FROM chosen"""
_IN_ORDER: Final = """
ORDER BY reach DESC, fit DESC, (audiences && %(audiences)s::varchar[]) DESC,
  (circumstances && %(circumstances)s::varchar[]) DESC,
  round(distance / %(grain)s) NULLS LAST, open DESC, share DESC, title, id
LIMIT %(limit)s OFFSET %(offset)s
"""
_FIND: Final = (
    _WITHOUT_WORDS + _FROM_THESE + _PAGE + _IN_ORDER,
    SCORED + _MATCHED + _FROM_THESE + _PAGE + _IN_ORDER,
)
# The ids alone, in one text: thousands of rows that each repeat the counts of the filters cost more
# to carry and to read than to find.
_RANK: Final = (
    *(SCORED, _MATCHED, _FROM_THESE, "SELECT array_to_string(ARRAY(SELECT id FROM chosen"),
    *(_IN_ORDER, "), ' '), (SELECT version FROM directory_searchvocabulary)"),
)


def scale_of(place: Place | None) -> tuple[float, float]:
    """Kilometres per degree of (latitude, longitude) around PLACE; good to one percent within
    Germany.
    """
    return 111.2, 111.32 * cos(radians(place.lat if place else 51.0))


def _parameters(search: Search, today: date) -> dict[str, Any]:
    place = search.place
    ky, kx = scale_of(place)
    plane = place.plane if place else search.prison.plane if search.prison else ""
    return {
        "topic": search.topic,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "ky": ky,
        "kx": kx,
        "land": place.land if place else "",
        "district": place.district if place else "",
        "plane": plane,
        "prison": search.prison.xjustiz_id if search.prison else "",
        "near": NEAR_KM,
        "weakest": WEAKEST,
        "wide": search.wide,
        "grain": GRAIN_KM,
        "counted_hits": COUNTED_HITS,
        "experts": EXPERTS,
        "remote": REMOTE,
        "audiences": list(search.audiences),
        "formats": list(search.formats),
        "languages": list(search.languages),
        **_conditions(search),
        "today": today,
        "fresh": today - FRESH,
        "limit": search.size,
        "offset": (search.page - 1) * search.size,
    }


def _conditions(search: Search) -> dict[str, Any]:
    """What somebody says of herself, as the statement compares it."""
    ages = ages_of(search.audiences)
    return {
        "around": list(around(search.audiences)),
        "young": list(AGES) if ages else [],
        "youngest": ages[0] if ages else 0,
        "oldest": ages[1] if ages else 0,
        "circumstances": list(search.circumstances),
        "genders": list(search.genders),
        "age": search.age,
        "told": sorted(told_by(search.audiences, search.circumstances, search.genders, search.age)),
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
    """The offers that fit SEARCH on TODAY, ordered by fit, then distance, then availability. One
    statement; one more where a typed term was not counted lately or stands nowhere.
    """
    known = recall_knowledge()
    found, version = _find(search, today, known)
    if version == known.version:
        return found
    renewed = renewed_knowledge()
    return found if renewed.version == known.version else _find(search, today, renewed)[0]


def rank(search: Search, today: date) -> list[str]:
    """The ids, as text, of the offers that `find` finds for the words of SEARCH, in its order: for
    who needs no more than that, and of thousands.
    """
    known = recall_knowledge()
    found, version = _rank(search, today, known)
    if version == known.version:
        return found
    renewed = renewed_knowledge()
    return found if renewed.version == known.version else _rank(search, today, renewed)[0]


def _rank(search: Search, today: date, known: Known) -> tuple[list[str], UUID | None]:
    parameters = _parameters(search, today)
    asked, _ = _asked(search, known)
    if not asked:
        return [], None
    with connection.cursor() as cursor:
        cursor.execute("".join(_RANK), parameters | asked)
        ids, version = cursor.fetchone()
    return ids.split(), version if ids else None


def _asked(search: Search, known: Known) -> tuple[dict[str, Any], Query]:
    """What is looked up for the words of SEARCH, {} where none of them stands anywhere."""
    query = query_of(search.words, known.knowledge, is_anywhere)
    chosen = telling(list(query.terms), how_often({one.term for one in query.terms}))
    if not chosen:
        return {}, query
    names, factors, groups = zip(*chosen, strict=True)
    return {"terms": list(names), "factors": list(factors), "groups": list(groups)}, query


def _find(search: Search, today: date, known: Known) -> tuple[Found, UUID | None]:
    """What KNOWN finds, and the version of what could be known; None where nothing was found."""
    parameters = _parameters(search, today)
    query = Query((), {})
    if search.words:
        asked, query = _asked(search, known)
        if not asked:
            return Found(), None
        parameters |= asked
    with connection.cursor() as cursor:
        cursor.execute(_FIND[bool(search.words)], parameters)
        found = cursor.fetchall()
    written = known.knowledge.vocabulary.written
    meant = tuple(written.get(word, word) for words in query.meant.values() for word in words)
    if not found:
        return Found(meant=meant), None
    rows = [FoundRow(*row[:7]) for row in found]
    counts = None if found[0][7] is None else json.loads(found[0][7])
    return Found(rows, rows[0].total, counts, meant), found[0][8]
