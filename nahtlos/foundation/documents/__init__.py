"""Accessible PDFs from Typst templates; names in any script come out, and no text can stop a
document.
"""

from nahtlos.foundation.documents.typesetting import render, set_language

__all__ = ["render", "set_language"]
