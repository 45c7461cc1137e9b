"""What lies ahead, and what of it leaves the portal: lists as tables, dates as a calendar.

Nouns: taken table, calendar feed. Three sentences of truth: a table holds exactly what the list
showed, and only who took it opens it; before anything leaves, a password or a code is asked for
again; a calendar names nobody.
"""
