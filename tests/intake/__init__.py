"""Tests of first advice without a name."""
