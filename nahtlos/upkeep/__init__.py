"""Keeping the directory true: who writes about herself is asked whether it still holds.

Its nouns: ConfirmationRequest, thing (what a page says), EntryReport, queue. Three sentences of
truth: one neutral letter asks for everything an organisation says, and its link needs no account;
looking changes nothing; what nobody answers, a request or a visitor's report, ends with somebody of
the coordination office who telephones.
"""
