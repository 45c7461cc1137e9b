"""Keeping the directory true: who writes about herself is asked whether it still holds.

Its nouns: ConfirmationRequest, thing (what a page says), queue. Three sentences of truth: one
neutral letter asks for everything an organisation says, and its link needs no account; looking
changes nothing; whoever does not answer is reminded once, and then somebody telephones.
"""
