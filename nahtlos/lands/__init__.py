"""What differs from Land to Land: terms, norms, deadlines, money, how long a prison keeps
its files.

Its nouns: LandProfile, LandEntry. Three sentences of truth: every entry says where it was seen and
when, or that nobody has looked yet; what is published never changes, a new version follows it; what
came with the installation stands as long as no coordination office has written anything.
"""
