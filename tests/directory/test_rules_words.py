"""How typed words become what is looked for: stems, parts of compounds, words that mean the same,
slips of the keyboard.
"""

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.rules.lexicon import build_lexicon
from nahtlos.directory.rules.scoring import (
    FRAME,
    MEANT,
    PART_TYPED,
    PHRASE,
    SAME,
    Knowledge,
    Query,
    index_terms,
    query_of,
)
from nahtlos.directory.rules.vocabulary import Vocabulary, vocabulary_of
from nahtlos.directory.rules.words import stem, words

LEXICON = build_lexicon([["Knast", "Gefängnis", "JVA"], ["hinter Gittern", "Haft"]], [("miet", [])])
TEXTS = (
    "Energie sparen: Tipps für die Wohnung",
    "Videobesuch anmelden",
    "Freizeit mit anderen",
    "Die Beratung ist kostenlos. Beratung auch am Abend.",
)


def _known(*texts: str) -> Knowledge:
    return Knowledge(LEXICON, vocabulary_of(texts or TEXTS))


def _boosts(query: Query) -> dict[str, float]:
    return {term.term: round(term.boost, 3) for term in query.terms}


def test_a_compound_is_split_where_its_parts_stand_somewhere() -> None:
    words_there = vocabulary_of(TEXTS)
    assert set(words_there.split("energiespartipps")) >= {"energi", "spar", stem("tipps")}
    assert words_there.split("freizeitberatung") == ("freizeit", "berat")
    assert words_there.split("wohnungsberatung") == ("wohnung", "berat")


def test_a_word_whose_parts_stand_nowhere_stays_whole() -> None:
    words_there = vocabulary_of(TEXTS)
    assert words_there.split("anmeldung") == ()
    assert words_there.split("beratung") == ()
    assert words_there.split("schuldnerberatung") == ()


def test_the_lexicon_splits_before_the_words_do() -> None:
    assert list(_known("Kosten der Übernahme").split("mietkosten")) == ["miet", "kost"]


def test_a_slip_of_the_keyboard_is_forgiven() -> None:
    query = query_of("vidobesuch", _known())
    assert query.meant == {"vidobesuch": ["videobesuch"]}
    assert _boosts(query)["videobesuch"] == MEANT


def test_two_letters_changed_round_are_one_slip() -> None:
    assert query_of("breatung", _known()).meant == {"breatung": ["beratung"]}


def test_short_words_and_words_that_are_there_are_taken_as_typed() -> None:
    assert query_of("jve", _known()).meant == {}
    assert query_of("Beratungen", _known()).meant == {}
    assert query_of("Freizeiten", _known()).meant == {}


def test_a_word_newer_than_the_vocabulary_is_taken_as_typed() -> None:
    query = query_of("freizet", _known(), lambda term: term == stem("freizet"))
    assert query.meant == {}


def test_words_that_mean_the_same_share_one_concept() -> None:
    query = query_of("knast", _known())
    assert {term.concept for term in query.terms} == {"knast"}
    assert _boosts(query)["gefangnis"] == SAME


def test_several_words_in_a_row_mean_one_thing() -> None:
    assert _boosts(query_of("mein Freund sitzt hinter Gittern", _known()))["haft"] == PHRASE


def test_words_that_frame_a_question_say_little() -> None:
    boosts = _boosts(query_of("Welche Möglichkeiten bietet die Beratung?", _known()))
    assert boosts["berat"] == 1.0
    assert boosts[stem("bietet")] == FRAME


def test_a_part_of_what_was_typed_counts_less_than_the_whole() -> None:
    boosts = _boosts(query_of("Wohnungsberatung", _known()))
    assert boosts["berat"] == PART_TYPED < boosts[stem("wohnungsberatung")] == 1.0


def test_in_the_index_a_word_of_the_title_weighs_more_than_one_of_the_text() -> None:
    weights = index_terms([(4.0, "Beratung"), (1.0, "Wohnung")], _known())
    assert weights["berat"] > weights["wohnung"]


def test_the_vocabulary_remembers_how_a_noun_is_written() -> None:
    found = vocabulary_of(["führerschein", "FÜHRERSCHEIN", "führerschein", "der Führerschein"])
    assert found.counts == {"fuhrerschein": 4}
    assert found.written == {"fuhrerschein": "Führerschein"}


@given(st.text(max_size=400))
def test_no_text_breaks_the_analysis(text: str) -> None:
    query = query_of(text, _known())
    assert all(term.term and 0 < term.boost <= 1 for term in query.terms)
    assert len({(term.term, term.group) for term in query.terms}) == len(query.terms)
    assert all(weight > 0 for weight in index_terms([(1.0, text)], _known()).values())


@given(st.text(alphabet="abenrstu", min_size=8, max_size=30))
def test_parts_are_stems_of_words_that_are_there(word: str) -> None:
    there = Vocabulary({"benutrab": 2, "starub": 1, "nest": 4, "raubt": 1, "trauen": 2})
    known = {stem(one) for one in there.counts} | {stem(one) for one in words(word)}
    for part in there.split(word):
        assert part in there.stems or part in known
