"""The wordings people sign."""

import pytest

from nahtlos.consents.rules import texts

SIGNED_WITH = ("dsgvo", "justiz")


@pytest.mark.parametrize("regime", SIGNED_WITH)
def test_a_refusal_has_no_disadvantage_and_withdrawing_is_easy(regime: str) -> None:
    wording = texts.current(regime).wording
    said = " ".join(sentence for _, sentences in wording.rights for sentence in sentences)
    assert "Ein Nein hat keine Folgen für Lockerungen" in said
    assert "Entlassung" in said
    assert "ohne Grund und ohne Nachteil" in said
    for way in ("Anruf", "Brief", "irgendeiner Person, die Ihnen hilft"):
        assert way in said
    assert "helfen" in said or "hilft Ihnen auch ohne" in said
    assert "nicht warum" in said


@pytest.mark.parametrize("regime", SIGNED_WITH)
def test_the_release_from_secrecy_is_a_declaration_of_its_own(regime: str) -> None:
    wording = texts.current(regime).wording
    assert "(a)" in wording.opening
    assert "(b)" in wording.opening
    assert wording.secrecy.startswith("Erklärung (b)")
    assert "(a) Ich willige" in wording.agreement
    assert "(b) Dafür entbinde ich von der Schweigepflicht" in wording.agreement


def test_the_telephone_stands_below_a_heading_that_exists() -> None:
    for regime in SIGNED_WITH:
        wording = texts.current(regime).wording
        assert wording.withdrawal in [heading for heading, _ in wording.rights]


def test_every_wording_that_no_lawyer_approved_says_so() -> None:
    for one in texts.texts().values():
        assert one.checked == one.wording.reviewed
        assert one.note == ("" if one.checked else "Muster, rechtlich ungeprüft")


def test_prisons_ask_in_their_own_words() -> None:
    assert texts.regime_of("prison_service") == "justiz"
    assert texts.regime_of("association") == "dsgvo"
    assert "Besuch, Arbeit oder Verlegung" in str(texts.current("justiz").wording.rights)


def test_the_newest_version_is_asked_with_and_old_ones_stay_readable() -> None:
    assert texts.current("dsgvo").version == "dsgvo-2026-1"
    assert texts.text("dsgvo-2026-1").regime == "dsgvo"
    assert texts.current("dsgvo", "tlh").language == "de"
    with pytest.raises(KeyError):
        texts.text("dsgvo-1999-1")
