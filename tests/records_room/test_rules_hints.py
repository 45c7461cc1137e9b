"""What asks before it is saved, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.records.rules.hints import codes_of_hints, hints, not_asked_yet, noticed


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Sagt, die Straftat tue ihm leid.", "offence", ("Straftat",)),
        ("Verurteilt wegen Diebstahl.", "offence_named", ("Diebstahl",)),
        ("Therapie nach § 35 BtMG.", "btmg", ("§ 35 BtMG",)),
        ("Verstoß gegen § 29 Abs. 1 BtMG", "btmg", ("§ 29 Abs. 1 BtMG",)),
        ("§29a BtMG", "btmg", ("§29a BtMG",)),
        ("Az. 123 Js 456/26", "file_number", ("123 Js 456/26",)),
        ("StVK, 7 StVK 1234/25", "file_number", ("7 StVK 1234/25",)),
        ("Befund F10.2", "icd", ("F10.2",)),
        ("F20 laut Arztbrief", "icd", ("F20",)),
        ("HIV seit Jahren", "hiv", ("HIV",)),
        ("bekommt Polamidon", "medicine", ("Polamidon",)),
        ("nimmt METHADON, Methadon und Lyrica", "medicine", ("METHADON", "Lyrica")),
        ("ist muslim", "belief", ("muslim",)),
        ("das Opfer wohnt nebenan", "victim", ("Opfer",)),
    ],
)
def test_what_should_stay_out_is_noticed(text: str, code: str, words: tuple[str, ...]) -> None:
    found = {one.code: one for one in noticed(text)}
    assert found[code].words == words
    assert found[code].reason


@pytest.mark.parametrize(
    "text",
    [
        "Möchte nach der Entlassung bei der Tante wohnen.",
        "Termin bei der Opferhilfe ist vereinbart.",
        "Anruf am 3.12.2026, 14:05 Uhr, Zimmer 12.3, Telefon 030 23125-110",
        "Miete 456 Euro, Antrag 12/26 liegt beim Jobcenter",
        "Frau Mordhorst und Herr Raubach kommen mit.",
        "",
    ],
)
def test_everyday_sentences_are_not_asked_about(text: str) -> None:
    assert noticed(text) == ()


def test_every_hint_says_what_it_is_and_why() -> None:
    assert len(hints()) >= 10
    for hint in hints():
        assert hint.says
        assert hint.reason.endswith(".")
        assert hint.found.search("") is None


def test_what_was_answered_is_not_asked_again_but_something_new_is() -> None:
    found = noticed("HIV und Methadon")
    asked = codes_of_hints(found)
    assert asked == "hiv,medicine"
    assert not_asked_yet(found, asked) == ()
    more = noticed("HIV, Methadon und ein Diebstahl")
    assert [one.code for one in not_asked_yet(more, asked)] == ["offence_named"]
    assert not_asked_yet(found, "") == found


@given(st.text(), st.text())
def test_several_texts_are_read_together_and_no_text_breaks_it(one: str, other: str) -> None:
    both = {hint.code for hint in noticed(one, other)}
    assert {hint.code for hint in noticed(one)} <= both
    assert {hint.code for hint in noticed(other)} <= both
