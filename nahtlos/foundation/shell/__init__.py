"""The frame around every page: header, navigation, footer, forms, dates, origins, error pages.

It needs no room and no database: what a room's page adds comes through the blocks of `base.html`
(public) and `staff.html` (staff), and the words of the staff navigation from the desk.
"""
