"""The fonts of pages and documents, made from font packages: for pages subsets of the letters that
the languages of the product need, compressed; for documents whole fonts, because a person's name
may hold any letter. Variable fonts are pinned to one weight, which document setting requires."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from nahtlos.foundation.ground.state import GroundError

PAGE_CUTS = ("Regular", "Medium", "SemiBold", "Bold")
DOCUMENT_CUTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
VARIABLE = "[wdth,wght].ttf"

# blocks of Unicode: Latin with its extensions, accents, punctuation, currency, arrows
PAGE_LETTERS = [
    *range(0x0020, 0x0250),
    *range(0x02B9, 0x02DE),
    *range(0x0300, 0x0330),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C0),
    *range(0x2113, 0x2123),
    *range(0x2190, 0x219A),
    0x2212,
    0xFFFD,
]
# files of their own, which a browser loads only for a page that has such letters
CYRILLIC_LETTERS = [*range(0x0400, 0x0460), *range(0x0490, 0x04BA), 0x2116]
# shapes of letters at the edge of a word come from the font's rules, not from blocks of their own
ARABIC_LETTERS = [
    *range(0x0020, 0x0040),
    0x00A0,
    *range(0x0600, 0x0700),
    *range(0x2000, 0x2030),
    0x25CC,
]


def package_folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise GroundError(f"Das Paket {package} fehlt. Bitte einmal ausführen: make venv")
    return Path(found.origin).parent


def font_file(package: str, name: str) -> Path:
    return package_folder(package) / "files" / name


def pinned(source: Path, weight: int) -> TTFont:
    """One weight of a variable font at normal width."""
    return instancer.instantiateVariableFont(TTFont(source), {"wght": weight, "wdth": 100})


def compressed_subset(font: TTFont, letters: list[int], target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    # digits of one width for tables; what the style sheet never switches on stays out
    kept = [name for name in options.layout_features if name not in {"frac", "numr", "dnom"}]
    options.layout_features = [*kept, "tnum"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=letters)
    worker.subset(font)
    subset.save_font(font, str(target), options)


def page_cut(target: Path, cut: str, letters: list[int], script: str = "") -> None:
    font = TTFont(font_file("fontpkg_fira_sans", f"FiraSans-{cut}.ttf"))
    compressed_subset(font, letters, target / f"FiraSans-{cut}{script}.woff2")


def page_arabic(target: Path, cut: str, weight: int) -> None:
    font = pinned(font_file("fontpkg_noto_sans_arabic", f"NotoSansArabic{VARIABLE}"), weight)
    compressed_subset(font, ARABIC_LETTERS, target / f"NotoSansArabic-{cut}.woff2")


def document_cut(target: Path, cut: str) -> None:
    name = f"FiraSans-{cut}.ttf"
    shutil.copyfile(font_file("fontpkg_fira_sans", name), target / name)


def document_noto(target: Path, package: str, family: str, cut: str, weight: int) -> None:
    font = pinned(font_file(package, f"{family}{VARIABLE}"), weight)
    font.save(target / f"{family}-{cut}.ttf")


def build_fonts(pages: Path, documents: Path) -> None:
    """Writes all fonts into the two folders, which must exist; about six seconds on two cores."""
    latin, arabic = "fontpkg_noto_sans", "fontpkg_noto_sans_arabic"
    tasks: list[Callable[[], None]] = [
        # the longest first
        partial(document_noto, documents, latin, "NotoSans", "Regular", 400),
        *(partial(page_cut, pages, cut, PAGE_LETTERS) for cut in PAGE_CUTS),
        *(partial(page_cut, pages, cut, CYRILLIC_LETTERS, "-Cyrillic") for cut in PAGE_CUTS),
        partial(page_arabic, pages, "Regular", 400),
        partial(page_arabic, pages, "Bold", 700),
        partial(document_noto, documents, arabic, "NotoSansArabic", "Regular", 400),
        partial(document_noto, documents, arabic, "NotoSansArabic", "Bold", 700),
        *(partial(document_cut, documents, cut) for cut in DOCUMENT_CUTS),
    ]
    with ProcessPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()
