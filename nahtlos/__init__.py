"""Nahtlos: the layer between the offices, prisons and charities around imprisonment."""

__version__ = "0.1.0"
