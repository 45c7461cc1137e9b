"""Everybody at one table before the release: the conference of a case, who is invited, what was
said and who does what.

Its nouns: Conference, Invited, ConferenceTask. Three sentences of truth: the person herself is
always invited; another agency only with a consent that covers talking, or by the person herself;
finished minutes never change.

Whoever is asked by mail gets a neutral letter with a link that needs no account (`views/door`).
"""
