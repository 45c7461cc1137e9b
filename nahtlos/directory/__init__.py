"""Topics, offers, visiting information and the finder: what help there is, for whom, where, and how
one finds it.

Its nouns: Topic, Offer, Audience, Catchment, Availability, Revision, Feedback. Three sentences of
truth: an offer is written by its own
organisation only and every change is kept; what is unknown is said to be unknown; nobody who
searches is known.
"""
