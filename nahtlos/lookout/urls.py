"""Staff addresses of what lies ahead: codes only, never a name."""

from django.urls import path

from nahtlos.lookout.views import ahead, feed, tables

app_name = "lookout"
urlpatterns = [
    path("ausblick/", ahead.ahead, name="ahead"),
    path("ausblick/merken/", ahead.keep, name="keep_look"),
    path("ausblick/<str:code>/vergessen/", ahead.forget, name="forget_look"),
    path("kalender/", feed.calendar, name="calendar"),
    path("kalender/beenden/", feed.end_calendar, name="end_calendar"),
    path("tabellen/", tables.all_tables, name="tables"),
    path("tabellen/<str:code>/", tables.table, name="table"),
    path("tabellen/<str:code>/loeschen/", tables.delete, name="delete_table"),
]
