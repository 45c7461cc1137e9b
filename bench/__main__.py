"""`python -m bench [part ...]`: measures everything, or the parts whose names hold a word, and
prints; a missed goal is said and is no error.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace

from bench.database import measured_database
from bench.measuring import Row, yardstick
from nahtlos.foundation.ground.state import GroundError
from nahtlos.foundation.settling import settle


def _beside_yardstick(part: Callable[[], Iterable[Row]]) -> list[Row]:
    before = yardstick()
    rows = list(part())
    taken = (before + yardstick()) / 2
    return [replace(row, yardstick=taken) for row in rows]


def _measure(wanted: list[str]) -> None:
    # Django is set up by now, and these import models.
    from django.conf import settings  # noqa: PLC0415

    from bench import crowd, exchange, ground, loop, pages, persons, report  # noqa: PLC0415
    from nahtlos.foundation.clock import today  # noqa: PLC0415

    settle()  # as the server does

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    about = report.machine()
    print(f"{crowd.OFFERS:,} offers are being made ...", flush=True)
    terms = crowd.fill(today())
    print(f"{terms:,} terms in the index; measuring ...", flush=True)
    parts = (
        *(pages.search_page, pages.search_statement, pages.row_security, pages.offer_page),
        *(pages.offer_sheet, pages.own_list, ground.loading, ground.audit_chain, ground.vault),
        *(exchange.table_import, exchange.interface),
        *(loop.making, loop.case_list, loop.list_row_security, loop.case_page, loop.request),
        *(loop.start, loop.move_release, loop.consent_sheet, loop.name_search),
        *(persons.find_person, persons.notice_doubles, persons.import_list),
    )
    rows: list[Row] = []
    for part in parts:
        if not wanted or any(word in part.__name__ for word in wanted):
            print(f"{part.__name__} ...", flush=True)
            rows += _beside_yardstick(part)
    print(report.table(rows))
    print(f"{about}\n{report.keep(rows, about)}")


def main() -> int:
    """Make the database, measure, throw it away."""
    try:
        with measured_database():
            _measure(sys.argv[1:])
    except GroundError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
