"""Accessible PDFs from Typst templates; names in any script come out, and no text can stop a
document.
"""

from nahtlos.foundation.documents.typesetting import render

__all__ = ["render"]
