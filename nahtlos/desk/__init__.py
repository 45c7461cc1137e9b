"""Pages that show several rooms: start pages, prison page, help and legal pages, tour and rules;
the demonstration world.

It owns no table. Three sentences of truth: a page is whole without JavaScript; it shows what the
rooms' queries give this actor and
nothing else; the demonstration says of itself that it is one.
"""
