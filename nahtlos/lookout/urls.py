"""Staff addresses of what lies ahead: codes only, never a name."""

from django.urls import path

from nahtlos.lookout.views import feed, tables

app_name = "lookout"
urlpatterns = [
    path("kalender/", feed.calendar, name="calendar"),
    path("kalender/beenden/", feed.end_calendar, name="end_calendar"),
    path("tabellen/", tables.all_tables, name="tables"),
    path("tabellen/<str:code>/", tables.table, name="table"),
    path("tabellen/<str:code>/loeschen/", tables.delete, name="delete_table"),
]
