"""What the lexicon holds, and what the finder makes of typed words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from nahtlos.directory.models import LexiconEntry, LexiconKind
from nahtlos.directory.queries.knowledge import renewed_knowledge
from nahtlos.directory.queries.memory import how_often
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.scoring import Knowledge, query_of
from nahtlos.directory.rules.words import stem, words
from nahtlos.foundation.access import Actor


@dataclass(frozen=True, slots=True)
class Delivered:
    """An entry that comes with the finder; `off` where the actor's organisation switched it off,
    `off_elsewhere` where another one did.
    """

    key: str
    words: tuple[str, ...]
    is_part: bool
    off: bool
    off_elsewhere: bool


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """What one typed word looks for. count: in how many offers it stands itself; same: what means
    the same; parts: of a compound; meant: what was probably meant.
    """

    word: str
    count: int
    same: tuple[str, ...]
    parts: tuple[str, ...]
    meant: tuple[str, ...]


def own_entries(actor: Actor) -> QuerySet[LexiconEntry]:
    """What the actor's organisation taught, the newest first."""
    rows = LexiconEntry.objects.visible_to(actor).exclude(kind=LexiconKind.OFF)
    return rows.order_by("-changed_at", "code")


def own_entry(actor: Actor, code: str) -> LexiconEntry:
    """One of them; LexiconEntry.DoesNotExist for a foreign one."""
    return own_entries(actor).get(code=code)


def entries_of_others(actor: Actor) -> QuerySet[LexiconEntry]:
    """What other organisations taught, with their names."""
    rows = LexiconEntry.objects.exclude(organisation_id=actor.organisation)
    rows = rows.exclude(kind=LexiconKind.OFF).select_related("organisation")
    return rows.order_by("organisation__name", "-changed_at")


def delivered_entries(actor: Actor, typed: str) -> list[Delivered]:
    """The delivered entries that hold a word of TYPED, and those that somebody switched off."""
    off = LexiconEntry.objects.filter(kind=LexiconKind.OFF).values_list("organisation_id", "words")
    mine = {words[0] for owner, words in off if owner == actor.organisation}
    others = {words[0] for owner, words in off if owner != actor.organisation}
    wanted = {stem(word) for word in words(typed)}
    told = [(entry.key, entry.words, False) for entry in catalogue.word_sets()]
    told += [(entry.key, (entry.stem, *entry.links), True) for entry in catalogue.stems()]
    return [
        Delivered(key, said, is_part, key in mine, key in others)
        for key, said, is_part in told
        if key in mine | others or wanted & _stems_of(said[:1] if is_part else said)
    ]


def _stems_of(said: tuple[str, ...]) -> set[str]:
    return {stem(word) for entry in said for word in words(entry)}


def is_delivered(key: str) -> bool:
    """Whether an entry with this KEY comes with the finder."""
    sets, stems = catalogue.word_sets(), catalogue.stems()
    return key in {entry.key for entry in sets} | {entry.key for entry in stems}


def understood(typed: str) -> list[UnderstoodWord]:
    """What the finder makes of TYPED, word by word; stop words are not looked for."""
    knowledge = renewed_knowledge().knowledge
    said = words(typed[:100])
    counts = how_often({stem(word) for word in said})
    query = query_of(typed[:100], knowledge, lambda term: bool(counts.get(term)))
    return [_understood(word, knowledge, counts, query.meant) for word in dict.fromkeys(said)]


def _understood(
    word: str, knowledge: Knowledge, counts: dict[str, int], meant: dict[str, list[str]]
) -> UnderstoodWord:
    written = knowledge.vocabulary.written
    whole = stem(word)
    return UnderstoodWord(
        word=written.get(word, word),
        count=counts.get(whole, 0),
        same=tuple(sorted(_shown(knowledge, knowledge.lexicon.sets.get(whole, ()), but=whole))),
        parts=tuple(dict.fromkeys(_shown(knowledge, knowledge.split(word)))),
        meant=tuple(written.get(one, one) for one in meant.get(word, [])),
    )


def _shown(knowledge: Knowledge, stems: Iterable[str], but: str = "") -> list[str]:
    """STEMS as words that a person knows, where one is known."""
    known = knowledge.vocabulary.word_of
    return [known.get(one, one) for one in stems if one != but]
