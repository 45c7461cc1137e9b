"""The ground every room stands on and that knows no room: clock, tenancy, access, audit, vault,
links, letters, jobs, documents, provenance, shell.

Its nouns: Actor, Link, Letter, AuditEntry, VaultKey, Provenance. Three sentences of truth: without
an organisation entered no tenant
row is seen or written; what is protected is readable only with the master key, which is never in
the database; what somebody did or
was denied stands in the organisation's chain, or did not happen.
"""
