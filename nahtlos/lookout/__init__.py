"""What lies ahead, and what of it leaves the portal: lists as tables.

Nouns: taken table. Three sentences of truth: a table holds exactly what the list showed, and only
who took it opens it; before anything leaves, a password or a code is asked for again; whatever
leaves stands in the chain.
"""
