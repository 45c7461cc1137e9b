"""What is seen of release lists: by who brought them in."""

from nahtlos.lists.queries.judging import Judged, Preview, preview
from nahtlos.lists.queries.lists import (
    examples_of,
    failed_lines,
    headings_of,
    own_list,
    own_lists,
    remembered_columns,
    stands_still,
)

__all__ = [
    "Judged",
    "Preview",
    "examples_of",
    "failed_lines",
    "headings_of",
    "own_list",
    "own_lists",
    "preview",
    "remembered_columns",
    "stands_still",
]
