"""Accounts, sign-in, second factor, invitations, memberships and roles: who comes in, for which
organisation, as what.

Its nouns: Account, Membership, Invitation. Three sentences of truth: a role belongs to a membership
and never to an account; an account
sees one organisation at a time; when a membership ends its sessions are dead on the next request.
"""
