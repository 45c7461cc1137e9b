"""Gathers the rooms' background tasks for the installation's queue."""

from procrastinate import App

from nahtlos.cases import jobs as cases
from nahtlos.directory import jobs as directory
from nahtlos.exchange import jobs as exchange
from nahtlos.foundation import jobs as foundation
from nahtlos.intake import jobs as intake
from nahtlos.lists import jobs as lists
from nahtlos.lookout import jobs as lookout
from nahtlos.people import jobs as people
from nahtlos.records import jobs as records
from nahtlos.referrals import jobs as referrals
from nahtlos.upkeep import jobs as upkeep


def on_app_ready(app: App) -> None:
    """Called by the queue's library when it is set up."""
    foundation.register(app)
    people.register(app)
    cases.register(app)
    directory.register(app)
    upkeep.register(app)
    intake.register(app)
    exchange.register(app)
    records.register(app)
    referrals.register(app)
    lookout.register(app)
    lists.register(app)
