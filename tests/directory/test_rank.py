"""The ids alone are those of the pages, in the same order."""

import pytest

from nahtlos.directory.queries.finder import Search, find, rank
from nahtlos.foundation.clock import today

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["wohnen", "beratung schulden", "job nach haft", "xyzzyq"])
def test_ids_alone_are_those_of_the_finder_in_its_order(words: str) -> None:
    search = Search(words=words, wide=True, size=5000)
    assert rank(search, today()) == [str(row.offer_id) for row in find(search, today()).rows]
    assert bool(rank(search, today())) is (words != "xyzzyq")
