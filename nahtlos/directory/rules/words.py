"""How text becomes words and stems: queries and offers go through the same door."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from snowballstemmer import stemmer

from nahtlos.foundation.folding import fold

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = re.compile("[-\u00b7\u2010\u2011\u2027]")
_IN_PARTS: Final = re.compile(rf"[^\W\d_]+(?:{_SIGNS.pattern}[^\W\d_]+)+")

_STOP_WORDS: Final = """
    aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da
    damit dann das dass dein deine dem den der des dich die dies diese diesem diesen dieser
    dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur
    gegen gibt gab hab habe haben hat hatte hier hin ich ihm ihn ihnen ihr ihre ihrem ihren
    ihrer im in ins ist ja jede jedem jeden jeder jedes jetzt kann kannst kein keine keinem
    keinen keiner konnen man mein meine meinem meinen meiner mich mir mit muss mussen nach
    nicht noch nun nur ob oder ohne sag sehr seid sein seine seinem seinen seiner seit sich
    sie sind so soll sollen um und uns unser unsere unter vom von vor war waren was weil
    welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo
    wollen wurde zu zum zur zwischen darf durfen mal bitte hallo gerne suche brauche
"""
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())

# Words that frame a question and hardly say what it is about: "Welche Art von ... bekomme ich?"
_FRAME: Final = """
    angeboten art arten bedeutet bekomme bekommen benotige benotigen benotigt bestimmte bestimmten
    bieten bietet deutschland erhalten finde finden findet geht gehort handelt heisst machen macht
    moglichkeit moglichkeiten nahe nutzen passiert tun verschiedene versteht wann warum weiter
    weshalb wichtig wichtige wieso wofur womit worum
"""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The German Snowball stem of a folded word, folded again."""
    return fold(stemmer("german").stemWord(word))


def words(text: str) -> list[str]:
    """The folded words of TEXT, stop words left out."""
    return [word for word in _WORD.findall(fold(text)) if word not in STOP_WORDS]


def joined(text: str, is_known: Callable[[str], bool]) -> str:
    """TEXT with the words that are written in parts, as in Leichte Sprache („Führer-Schein“),
    written as one, where IS_KNOWN the whole (folded) word.
    """

    def whole(found: re.Match[str]) -> str:
        word = _SIGNS.sub("", found[0])
        return word if is_known(fold(word)) else found[0]

    return _IN_PARTS.sub(whole, text)


FRAME_STEMS: Final = frozenset(stem(word) for word in _FRAME.split())
