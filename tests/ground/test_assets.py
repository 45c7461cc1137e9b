"""Assets are built once, each with its licence, and the fonts hold the letters of the languages."""

import gettext
import os
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from nahtlos.foundation.ground import assets
from nahtlos.foundation.ground.assets import DOCUMENT_FONTS, LICENCES, VENDOR, build_part

NAMES = "Şahin Łukasz Їжак Đỗ ẞ „so“ – 10 € → ’"
CATALOGUE = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Haft"\nmsgstr "{}"\n'
)


def test_a_part_is_built_once_and_again_when_its_source_changes(tmp_path: Path) -> None:
    built: list[int] = []
    stamps = (tmp_path / "a", tmp_path / "b")
    for fingerprint in ("1", "1", "2"):
        build_part(stamps, fingerprint, "Wird gebaut ...", lambda: built.append(1))
    assert len(built) == 2
    stamps[1].unlink()
    build_part(stamps, "2", "Wird gebaut ...", lambda: built.append(1))
    assert len(built) == 3


def test_a_failed_part_is_due_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("disk full")

    stamps = (tmp_path / "a",)
    build_part(stamps, "1", "Wird gebaut ...", lambda: None)
    with pytest.raises(OSError, match="disk full"):
        build_part(stamps, "2", "Wird gebaut ...", fail)
    assert not stamps[0].exists()


def test_catalogues_are_compiled_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "LOCALE", tmp_path)
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    for age, word in ((100, "imprisonment"), (50, "custody")):
        source.write_text(CATALOGUE.format(word), encoding="utf-8")
        compiled = source.with_suffix(".mo")
        if compiled.exists():
            os.utime(compiled, (1, 1))
        moment = source.stat().st_mtime - age
        os.utime(source, (moment, moment))
        assets.compile_catalogues()
        with compiled.open("rb") as file:
            assert gettext.GNUTranslations(file).gettext("Haft") == word


@pytest.mark.parametrize("cut", ["Regular", "Medium", "SemiBold", "Bold"])
def test_page_fonts_hold_the_letters_and_are_small(cut: str) -> None:
    file = VENDOR / "fonts" / f"FiraSans-{cut}.woff2"
    cyrillic = file.with_stem(f"{file.stem}-Cyrillic")
    letters = {*TTFont(file).getBestCmap(), *TTFont(cyrillic).getBestCmap()}
    assert [letter for letter in NAMES if ord(letter) not in letters] == []
    assert file.stat().st_size < 40_000
    assert cyrillic.stat().st_size < 10_000


@pytest.mark.parametrize("cut", ["Regular", "Bold"])
def test_the_arabic_font_is_of_one_weight(cut: str) -> None:
    font = TTFont(VENDOR / "fonts" / f"NotoSansArabic-{cut}.woff2")
    assert "fvar" not in font
    assert [letter for letter in "محمد پگچ ٠١٢" if ord(letter) not in font.getBestCmap()] == []


def test_document_fonts_are_whole_and_of_one_weight() -> None:
    families = set()
    for file in DOCUMENT_FONTS.glob("*.ttf"):
        font = TTFont(file)
        assert "fvar" not in font, file.name
        families.add(font["name"].getBestFamilyName())
    assert families == {"Fira Sans", "Noto Sans", "Noto Sans Arabic"}


def test_every_asset_carries_its_licence() -> None:
    names = {file.name for file in LICENCES.iterdir()}
    assert names == {
        "KERN.md",
        "Fira-Sans.txt",
        "Noto-Sans.txt",
        "Noto-Sans-Arabic.txt",
        "htmx.txt",
    }
    for name in ("Fira-Sans.txt", "Noto-Sans.txt", "Noto-Sans-Arabic.txt"):
        assert "SIL OPEN FONT LICENSE" in (LICENCES / name).read_text(encoding="utf-8")


def test_the_script_is_the_second_edition_of_htmx() -> None:
    script = (VENDOR / "htmx.min.js").read_text(encoding="utf-8")
    assert 'version:"2.' in script
