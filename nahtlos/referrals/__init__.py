"""What crosses agencies: a need goes out with exactly what was allowed, and comes back answered.

Its nouns: Referral, Package, ReferralEvent, Origin, Handover. Three sentences of truth: both sides
see the same state; the package holds what the consent names and nothing else; nobody becomes
ownerless, the case keeps its lead until the next has accepted.
"""
