"""What the finder knows about words, as the database holds it and this process remembers it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nahtlos.directory.models import LexiconEntry, LexiconKind, SearchVocabulary
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.lexicon import Lexicon, build_lexicon
from nahtlos.directory.rules.scoring import Knowledge
from nahtlos.directory.rules.vocabulary import Vocabulary

ONLY: Final = 1  # the key of the one row


@dataclass(frozen=True, slots=True)
class Known:
    """Knowledge with its version; None where nothing was indexed yet."""

    version: UUID | None
    knowledge: Knowledge


class _Memory:
    """What this process read last. Who searches learns the version with the answer, so nothing is
    asked beforehand.
    """

    def __init__(self) -> None:
        self.known: Known | None = None

    def recall(self) -> Known:
        """What was read last; read now where nothing was."""
        if self.known is None:
            self.known = _read()
        return self.known

    def renew(self) -> Known:
        """As `recall`, after a look whether it is still true."""
        if self.known is None or self.known.version != current_version():
            self.known = _read()
        return self.known


_memory = _Memory()
recall_knowledge = _memory.recall
renewed_knowledge = _memory.renew


def current_version() -> UUID | None:
    """The version that counts now."""
    return SearchVocabulary.objects.values_list("version", flat=True).first()


def _read() -> Known:
    row = SearchVocabulary.objects.first()
    if row is None:
        return Known(None, Knowledge(edited_lexicon()))
    counts = {word: count for word, (count, _) in row.words.items()}
    written = {word: way for word, (_, way) in row.words.items()}
    return Known(row.version, Knowledge(edited_lexicon(), Vocabulary(counts, written)))


def edited_lexicon() -> Lexicon:
    """The delivered lexicon with what coordination offices added and switched off."""
    entries = LexiconEntry.objects.order_by("changed_at", "pk").values_list("kind", "words")
    by_kind: dict[str, list[list[str]]] = {kind: [] for kind in LexiconKind.values}
    for kind, words in entries:
        by_kind[kind].append(words)
    off = {words[0] for words in by_kind[LexiconKind.OFF]}
    sets = [entry.words for entry in catalogue.word_sets() if entry.key not in off]
    stems = [(entry.stem, entry.links) for entry in catalogue.stems() if entry.key not in off]
    return build_lexicon(
        [*sets, *by_kind[LexiconKind.SAME]],
        [*stems, *((words[0], words[1:]) for words in by_kind[LexiconKind.STEM])],
    )
