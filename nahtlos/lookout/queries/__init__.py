"""What is seen of what lies ahead and of what was taken along."""

from nahtlos.lookout.queries.ahead import ahead_for, said, saved_look, saved_looks
from nahtlos.lookout.queries.feed import dates_of, feed_reader, own_feed
from nahtlos.lookout.queries.sources import SOURCES, Source, sources_for
from nahtlos.lookout.queries.tables import file_of, own_table, own_tables

__all__ = [
    "SOURCES",
    "Source",
    "ahead_for",
    "dates_of",
    "feed_reader",
    "file_of",
    "own_feed",
    "own_table",
    "own_tables",
    "said",
    "saved_look",
    "saved_looks",
    "sources_for",
]
