"""Staff addresses of conferences."""

from django.urls import path

from nahtlos.conferences import views

app_name = "conferences"
_ONE = "faelle/<str:code>/besprechungen/<str:conference>/"
urlpatterns = [
    path("faelle/<str:code>/besprechungen/", views.conferences, name="list"),
    path("faelle/<str:code>/besprechungen/neu/", views.new, name="new"),
    path(_ONE, views.conference, name="conference"),
    path(f"{_ONE}aendern/", views.change, name="change"),
    path(f"{_ONE}absagen/", views.cancel, name="cancel"),
    path(f"{_ONE}einladen/team/", views.invite_member, name="invite_member"),
    path(f"{_ONE}einladen/stelle/", views.invite_partner, name="invite_partner"),
    path(f"{_ONE}eingeladen/<uuid:who>/", views.invited, name="invited"),
    path(f"{_ONE}eingeladen/<uuid:who>/einladung.pdf", views.invitation, name="invitation"),
    path(f"{_ONE}protokoll/", views.minutes, name="minutes"),
    path(f"{_ONE}protokoll/abschliessen/", views.finish, name="finish"),
    path(f"{_ONE}aufgaben/neu/", views.new_task, name="new_task"),
    path(f"{_ONE}termin.ics", views.calendar_entry, name="calendar"),
]
