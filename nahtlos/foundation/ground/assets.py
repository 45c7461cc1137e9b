"""Other people's work that pages and documents need (`make assets`): style sheet, fonts and script
are built from packages into two folders that are never committed, each with its licence, and the
language catalogues are compiled. A part is made again only when what it is made of has changed."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import distribution, version
from pathlib import Path

from nahtlos.foundation.ground.state import (
    PROJECT,
    STATE,
    GroundError,
    held_lock,
    stamp_matches,
)

FOUNDATION = PROJECT / "nahtlos" / "foundation"
VENDOR = FOUNDATION / "shell" / "static" / "vendor"
LICENCES = VENDOR / "licences"
DOCUMENT_FONTS = FOUNDATION / "documents" / "fonts"
LOCALE = PROJECT / "nahtlos" / "locale"
FONT_PACKAGES = {
    "fontpkg-fira-sans": "Fira-Sans",
    "fontpkg-noto-sans": "Noto-Sans",
    "fontpkg-noto-sans-arabic": "Noto-Sans-Arabic",
}
# the Zero-Clause BSD licence of htmx asks for no notice; it is named all the same
HTMX_NOTE = "htmx 2 (htmx.min.js) steht unter der Lizenz Zero-Clause BSD (0BSD).\n"


def digest_of(paths: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for path in sorted(paths):
        digest.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def build_part(
    stamps: tuple[Path, ...], fingerprint: str, sentence: str, build: Callable[[], None]
) -> None:
    """Runs `build` unless the stamp in each folder of its results says that nothing has changed."""
    if all(stamp_matches(stamp, fingerprint) for stamp in stamps):
        return
    print(sentence, flush=True)
    for stamp in stamps:
        stamp.unlink(missing_ok=True)
    build()
    for stamp in stamps:
        stamp.write_text(fingerprint, encoding="utf-8")


def make_design_system() -> None:
    from nahtlos.foundation.ground.design_system import copy_design_system

    copy_design_system(VENDOR, LICENCES)


def make_fonts() -> None:
    # fonttools takes half a second to load, which an unchanged folder need not wait for
    from nahtlos.foundation.ground.fonts import build_fonts

    build_fonts(VENDOR / "fonts", DOCUMENT_FONTS)
    for package, name in FONT_PACKAGES.items():
        for folder in (LICENCES, DOCUMENT_FONTS):
            copy_licence(package, folder / f"{name}.txt")


def copy_licence(package: str, target: Path) -> None:
    for file in distribution(package).files or ():
        if file.name.startswith("LICENSE"):
            shutil.copyfile(str(file.locate()), target)
            return
    raise GroundError(f"Im Paket {package} fehlt die Lizenz.")


def make_script() -> None:
    import django_htmx

    script = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    shutil.copyfile(script, VENDOR / "htmx.min.js")
    (LICENCES / "htmx.txt").write_text(HTMX_NOTE, encoding="utf-8")


def compile_catalogues() -> None:
    """Compiles each catalogue that is newer than its result; gettext's tools need not be there."""
    stale = [
        source
        for source in LOCALE.glob("*/LC_MESSAGES/*.po")
        if not is_newer(source.with_suffix(".mo"), source)
    ]
    if not stale:
        return
    import polib

    for source in stale:
        compiled = source.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(compiled))
        compiled.replace(source.with_suffix(".mo"))


def is_newer(result: Path, source: Path) -> bool:
    return result.exists() and result.stat().st_mtime > source.stat().st_mtime


def build_assets() -> None:
    """Builds what is missing or outdated. Raises `GroundError`."""
    here = Path(__file__).parent
    for folder in (VENDOR / "fonts", LICENCES, DOCUMENT_FONTS):
        folder.mkdir(parents=True, exist_ok=True)
    compile_catalogues()
    build_part(
        (VENDOR / ".design-system",),
        digest_of([PROJECT / "package-lock.json", here / "design_system.py"]),
        "Das Design-System KERN wird geladen ...",
        make_design_system,
    )
    build_part(
        (VENDOR / ".script",),
        digest_of([], "htmx-2", version("django-htmx")),
        "htmx wird bereitgelegt ...",
        make_script,
    )
    build_part(
        (VENDOR / ".fonts", DOCUMENT_FONTS / ".fonts"),
        digest_of([here / "fonts.py"], *(version(name) for name in (*FONT_PACKAGES, "fonttools"))),
        "Die Schriften werden zugeschnitten ...",
        make_fonts,
    )


def main() -> int:
    try:
        with held_lock(STATE / "assets.lock", wait=True):
            build_assets()
    except GroundError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
