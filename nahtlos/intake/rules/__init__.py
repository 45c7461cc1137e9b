"""Pure rules of first advice: words, codes to read by, how long things are kept."""
