"""Measurements of what this project promises about speed; `python -m bench` runs them all."""
