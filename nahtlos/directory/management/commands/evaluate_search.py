"""`manage.py evaluate_search`: how well the finder finds, with labelled questions."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nahtlos.directory.queries.evaluation import (
    Page,
    Quality,
    Question,
    evaluate_corpus,
    evaluate_offers,
)


class Command(BaseCommand):
    """Measures, prints, and keeps nothing."""

    help = (
        "Misst die Suche mit Fragen, deren Antwort bekannt ist: --corpus mit Seiten (JSON-Zeilen:"
        " path, city, title, content) oder --offers mit den Angeboten dieser Installation."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Either a corpus or the offers, and the questions."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--corpus", type=Path, help="Seiten als JSON-Zeilen")
        which.add_argument("--offers", action="store_true", help="die veröffentlichten Angebote")
        parser.add_argument(
            "--queries",
            type=Path,
            required=True,
            help="CSV mit query, gold_path, city; bei --offers mit query, expected_topics",
        )
        parser.add_argument(
            "--misses", action="store_true", help="auch zeigen, was nicht an erster Stelle steht"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        rows = _table(options["queries"], _needed(options))
        if options["offers"]:
            wanted = [(row["query"], row["expected_topics"].split(";")[0]) for row in rows]
            quality = evaluate_offers(wanted)
            shares = f"hit@1 {quality.within(1):.3f}  hit@3 {quality.within(3):.3f}"
        else:
            rows.sort(key=lambda row: row["city"])
            questions = [Question(row["query"], row["gold_path"], row["city"]) for row in rows]
            quality = evaluate_corpus(_pages(options["corpus"]), questions)
            shares = f"hit@1 {quality.within(1):.3f}  hit@5 {quality.within(5):.3f}"
        self.stdout.write(
            f"{len(rows)} questions  {shares}  MRR {quality.mrr:.3f}"
            f"  p50 {quality.quantile(0.5):.1f} ms  p95 {quality.quantile(0.95):.1f} ms"
            f"  without any result {quality.empty}"
        )
        if options["misses"]:
            self._show_misses(rows, quality)

    def _show_misses(self, rows: Iterable[Mapping[str, str]], quality: Quality) -> None:
        for row, rank in zip(rows, quality.ranks, strict=True):
            if rank != 1:
                self.stdout.write(f"{rank or '-':>4}  {row['query']}")


def _needed(options: Mapping[str, Any]) -> tuple[str, ...]:
    return ("query", "expected_topics") if options["offers"] else ("query", "gold_path", "city")


def _table(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    missing = [name for name in needed if not rows or name not in rows[0]]
    if missing:
        raise CommandError(f"{path}: es fehlen die Spalten {', '.join(missing)}")
    return rows


def _pages(path: Path) -> list[Page]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines if line.strip()]
        return [Page(one["path"], one["city"], one["title"], one["content"]) for one in told]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path}: keine Seiten als JSON-Zeilen ({error!r})") from error
