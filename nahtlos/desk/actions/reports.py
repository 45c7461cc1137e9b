"""Tells what visitors of the demonstration found wrong in the directory, through the product's own
actions, on the days it happened.
"""

import tomllib
from pathlib import Path
from typing import Final

from django.urls import reverse

from nahtlos.desk.actions.people import actor_of_cast
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.upkeep.actions.reporting import close_report, receive_report, watch_reports
from nahtlos.upkeep.models import EntryReport
from nahtlos.upkeep.queries.reports import subject_of
from nahtlos.upkeep.rules.reports import Result

REPORTS: Final = Path(__file__).resolve().parent.parent / "world" / "data" / "reports.toml"


def load_reports() -> int:
    """Tell every report, once: what the demonstration's users did with them stays. How many were
    told.
    """
    with tenant(actor_of_cast("aylin").organisation):
        if EntryReport.objects.exists():
            return 0
    entries = tomllib.loads(REPORTS.read_text(encoding="utf-8"))["report"]
    homes = set()
    for entry in entries:
        page = reverse("directory:offer", args=[entry["offer"]])
        with told(entry["ago"]):
            subject = subject_of(page, today())
            report = receive_report(subject=subject, words=entry["words"], reply_to="")
        homes.add(report.to_organisation_id)
        if "closed_by" in entry:
            actor = actor_of_cast(entry["closed_by"])
            with tenant(actor.organisation, actor.account_id), told(entry["closed_ago"]):
                result, reason = Result(entry["result"]), entry["reason"]
                close_report(actor=actor, report=report, result=result, reason=reason)
    for home in homes:
        watch_reports(home, today())
    return len(entries)
