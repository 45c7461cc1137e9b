"""What a person allows: who may tell whom what, for which purpose, until when; and how it ends.

Its nouns: Consent, Scope, Revocation, the texts they were given in. Three sentences of truth: a
consent names one receiver, one purpose and each kind of data; it ends with one click by whoever
takes the call; what nobody allowed is not passed on.
"""
