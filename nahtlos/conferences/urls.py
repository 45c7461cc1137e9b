"""Staff addresses of conferences."""

from django.urls import path

from nahtlos.conferences.views import inviting, minutes, planning

app_name = "conferences"
_ONE = "faelle/<str:code>/besprechungen/<str:conference>/"
urlpatterns = [
    path("faelle/<str:code>/besprechungen/", planning.conferences, name="list"),
    path("faelle/<str:code>/besprechungen/neu/", planning.new, name="new"),
    path(_ONE, planning.conference, name="conference"),
    path(f"{_ONE}aendern/", planning.change, name="change"),
    path(f"{_ONE}absagen/", planning.cancel, name="cancel"),
    path(f"{_ONE}einladen/team/", inviting.invite_member, name="invite_member"),
    path(f"{_ONE}einladen/stelle/", inviting.invite_partner, name="invite_partner"),
    path(f"{_ONE}eingeladen/<uuid:who>/", inviting.invited, name="invited"),
    path(f"{_ONE}eingeladen/<uuid:who>/fragen/", inviting.ask, name="ask"),
    path(f"{_ONE}eingeladen/<uuid:who>/einladung.pdf", inviting.invitation, name="invitation"),
    path(f"{_ONE}protokoll/", minutes.minutes, name="minutes"),
    path(f"{_ONE}protokoll/abschliessen/", minutes.finish, name="finish"),
    path(f"{_ONE}aufgaben/neu/", minutes.new_task, name="new_task"),
    path(f"{_ONE}termin.ics", inviting.calendar_entry, name="calendar"),
]
