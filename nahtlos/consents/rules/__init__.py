"""What the papers of a consent say: pure Python; the day is passed in."""
