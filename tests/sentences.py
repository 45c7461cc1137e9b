"""Every sentence that the pages have translated: read from the templates as Django reads them, and
from the calls of gettext in our Python.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "nahtlos"
SINGLE = {"_", "gettext", "gettext_lazy"}
COUNTED = {"ngettext", "ngettext_lazy"}
# What Django makes of a template: Python calls between crossed-out markup.
_CALL = re.compile(r"\b(ngettext|gettext|_)\(")
_LITERAL = re.compile(r"""\s*,?\s*u?((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A German source text; `plural` is its form for several, or empty. `escaped`: it also comes
    from Python, so no markup may stand in it.
    """

    text: str
    plural: str = ""
    escaped: bool = False


def _of_template(path: Path) -> Iterator[Sentence]:
    made = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(made):
        wanted = 2 if call.group(1) == "ngettext" else 1
        position = call.end()
        texts: list[str] = []
        while len(texts) < wanted and (found := _LITERAL.match(made, position)):
            texts.append(ast.literal_eval(found.group(1)))
            position = found.end()
        assert len(texts) == wanted, f"{path}: {made[call.start() : call.end() + 80]}"
        yield Sentence(texts[0], "".join(texts[1:]))


def _of_module(path: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in SINGLE | COUNTED:
            continue
        arguments = node.args[: 2 if name in COUNTED else 1]
        texts = [str(a.value) for a in arguments if isinstance(a, ast.Constant)]
        assert len(texts) == len(arguments), f"{path}:{node.lineno}: only literal texts are found"
        yield Sentence(texts[0], "".join(texts[1:]), escaped=True)


def sentences() -> dict[str, Sentence]:
    """{source text: sentence} of the whole package; a text counted or escaped anywhere is so."""
    found: dict[str, Sentence] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".html":
            read = _of_template(path)
        elif path.suffix == ".py":
            read = _of_module(path)
        else:
            continue
        for sentence in read:
            known = found.get(sentence.text, sentence)
            found[sentence.text] = Sentence(
                sentence.text,
                sentence.plural or known.plural,
                escaped=sentence.escaped or known.escaped,
            )
    return found
