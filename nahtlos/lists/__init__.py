"""Release lists: what a prison's own system shows, pasted or sent as a file, becomes files with a
stay and a date; a later list moves the dates.

Nouns: release list, line, column. A list can be taken back whole. What somebody has worked on since
stays. A line about somebody whose file its reader may not open changes nothing.
"""
