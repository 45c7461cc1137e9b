"""What two entries of one person say: nothing is lost, names stay whole, all comes back."""

from hypothesis import given
from hypothesis import strategies as some

from nahtlos.cases.rules.merging import LABELS, QUESTIONS, merged, pairs, separated

VALUES = some.dictionaries(some.sampled_from(sorted(LABELS)), some.sampled_from(["", "a", "b"]))
CHOICES = some.dictionaries(
    some.sampled_from(sorted(QUESTIONS)), some.sampled_from(["kept", "folded", "x"])
)


@given(kept=VALUES, folded=VALUES, choices=CHOICES)
def test_nothing_known_is_lost_and_all_comes_back(
    kept: dict[str, str], folded: dict[str, str], choices: dict[str, str]
) -> None:
    found = merged(kept, folded, choices)
    for pair in pairs(kept, folded):
        said = {found.kept[pair.field], found.folded[pair.field]} - {""}
        assert said == {pair.kept, pair.folded} - {""}
        wanted = pair.open and choices.get(pair.question) not in ("kept", "folded")
        assert not wanted or pair.question in found.undecided
    after = {**kept, **found.kept}
    back, stays = separated(kept, after, after)
    assert not stays
    assert {**after, **back} == {**dict.fromkeys(after, ""), **kept}


@given(kept=VALUES, folded=VALUES)
def test_a_name_is_taken_whole(kept: dict[str, str], folded: dict[str, str]) -> None:
    for choice, source in (("kept", kept), ("folded", folded)):
        found = merged(kept, folded, dict.fromkeys(QUESTIONS, choice))
        assert not found.undecided
        for name in ("given_name", "family_name"):
            assert not source.get(name) or found.kept[name] == source[name]
