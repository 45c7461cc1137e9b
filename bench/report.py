"""Prints the table and keeps the run as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.db import connection

from bench.measuring import Row, yardstick
from nahtlos.foundation.clock import now

RESULTS = Path(__file__).resolve().parent / "results"
HEAD = (
    *("", "times", "SQL", "server p50", "p95", "of it db", "wall p50", "p95", "kB", "yard"),
    *("figure", "goal"),
)


def _cell(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _verdict(row: Row) -> str:
    if row.met is None:
        return row.goal
    return f"{row.goal}: {'reached' if row.met else 'MISSED'}"


def cells(row: Row) -> tuple[str, ...]:
    """A line of the table."""
    return (
        row.name,
        f"{row.times:,}",
        "" if row.sql is None else str(row.sql),
        _cell(row.server_p50),
        _cell(row.server_p95),
        _cell(row.database_p50),
        _cell(row.wall_p50),
        _cell(row.wall_p95),
        "" if row.size is None else _cell(row.size / 1000),
        _cell(row.yardstick),
        row.figure,
        _verdict(row),
    )


def table(rows: Sequence[Row]) -> str:
    """All lines, in columns; times in milliseconds."""
    lines = [HEAD, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]

    def shown(line: tuple[str, ...]) -> str:
        middle = [cell.rjust(width) for cell, width in zip(line[1:10], widths[1:10], strict=True)]
        return "  ".join(
            [line[0].ljust(widths[0]), *middle, line[10].ljust(widths[10]), line[11]]
        ).rstrip()

    return "\n".join(shown(line) for line in lines)


def machine() -> dict[str, object]:
    """What it ran on. `yardstick_ms` is the time of a fixed piece of arithmetic: compare two runs
    by it, and distrust one whose load is far above the number of processors.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "made_at": now().isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "yardstick_ms": round(yardstick(), 2),
        "python": platform.python_version(),
        "postgresql": version,
    }


def keep(rows: Sequence[Row], about: dict[str, object]) -> Path:
    """Write the run to results/latest.json."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "latest.json"
    body = {**about, "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
