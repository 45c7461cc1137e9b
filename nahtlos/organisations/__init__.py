"""Land, district, postcode, organisation, site, prison, contact person: who is where, and who is
answerable for what.

Its nouns: Land, District, Postcode, Organisation, Site, Prison, ContactPerson. Three sentences of
truth: everybody reads an
organisation's public facts and only the organisation writes them; a fact carries its provenance; a
contact person is a function first
and a name second, and the name is public only where the person agreed.
"""
