"""How one thing is measured: statements, processor time of this process and of its database
connection, time on the clock, bytes.

Server time is both processor times together: on a machine with nothing else to do it is the time on
the clock, and on a busy one it stays comparable.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True, slots=True)
class Take:
    """One execution; times in milliseconds. `database` is the part of `server` that PostgreSQL
    used.
    """

    wall: float
    server: float
    database: float
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Times in milliseconds; `sql` is the largest number of statements.

    goal: in words, '' where none is set. met: whether it was reached, None without a goal.
    yardstick: what the same arithmetic took right before and after, in milliseconds.
    """

    name: str
    times: int
    sql: int | None = None
    server_p50: float | None = None
    server_p95: float | None = None
    database_p50: float | None = None
    wall_p50: float | None = None
    wall_p95: float | None = None
    size: int | None = None
    figure: str = ""
    goal: str = ""
    met: bool | None = None
    yardstick: float | None = None


def quantile(values: Iterable[float], part: float) -> float:
    """The value below which PART of VALUES lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


class BackendClock:
    """Processor time of the database process behind the connection, from Linux's own account; it
    stands still where the database runs on another machine.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def read(self) -> float:
        """Milliseconds since the connection was opened."""
        try:
            return int(self.path.read_text(encoding="ascii").split()[0]) / 1e6
        except OSError:
            return 0.0


def take(deed: Callable[[], bytes], clock: BackendClock) -> Take:
    """Run DEED once."""
    database, own, wall = clock.read(), time.process_time(), time.perf_counter()
    answer = deed()
    wall = (time.perf_counter() - wall) * 1000
    own = (time.process_time() - own) * 1000
    database = clock.read() - database
    return Take(wall, own + database, database, len(answer))


def statements(deeds: Iterable[Callable[[], bytes]]) -> int:
    """The most statements one of DEEDS needs; each runs twice, because what a process learns once
    is not the page's.
    """
    most = 0
    for deed in deeds:
        deed()
        with CaptureQueriesContext(connection) as caught:
            deed()
        most = max(most, len(caught))
    return most


def takes_once(deeds: Sequence[Callable[[], bytes]], counted: int) -> tuple[list[Take], int]:
    """For deeds that can be done only once: the first COUNTED are for warming and for counting
    their statements, the others are timed.
    """
    most = 0
    for number, deed in enumerate(deeds[:counted]):
        with CaptureQueriesContext(connection) as caught:
            deed()
        # what a process learns once is not the deed's
        most = max(most, len(caught)) if number else 0
    clock = BackendClock()
    return [take(deed, clock) for deed in deeds[counted:]], most


def row(
    name: str,
    takes: Sequence[Take],
    *,
    sql: int | None = None,
    limit: float | None = None,
    most_sql: int | None = None,
    most_kb: float | None = None,
    part: float = 0.95,
    figure: str = "",
) -> Row:
    """A line from TAKES. LIMIT is the server time in milliseconds that PART of them must keep,
    MOST_SQL the statements, MOST_KB the size of the largest answer.
    """
    reached = quantile([one.server for one in takes], part)
    largest = max(one.size for one in takes) / 1000
    goals = [f"p{part * 100:.0f} <= {limit:g} ms"] if limit is not None else []
    goals += [f"<= {most_sql} SQL"] if most_sql is not None else []
    goals += [f"<= {most_kb:g} kB"] if most_kb is not None else []
    kept = all(
        most is None or found <= most
        for found, most in ((reached, limit), (sql or 0, most_sql), (largest, most_kb))
    )
    return Row(
        name=name,
        times=len(takes),
        sql=sql,
        server_p50=quantile([one.server for one in takes], 0.5),
        server_p95=quantile([one.server for one in takes], 0.95),
        database_p50=quantile([one.database for one in takes], 0.5),
        wall_p50=quantile([one.wall for one in takes], 0.5),
        wall_p95=quantile([one.wall for one in takes], 0.95),
        size=round(quantile([one.size for one in takes], 0.5)),
        figure=figure,
        goal=", ".join(goals),
        met=kept if goals else None,
    )


def yardstick() -> float:
    """Milliseconds this machine needs for a fixed piece of arithmetic; compare runs by it."""
    best = float("inf")
    for _ in range(7):
        began, total = time.process_time(), 0
        for number in range(300_000):
            total += number * number
        best = min(best, (time.process_time() - began) * 1000)
    return best
