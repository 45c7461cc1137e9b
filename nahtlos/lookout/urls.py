"""Staff addresses of what lies ahead: codes only, never a name."""

from django.urls import path

from nahtlos.lookout.views import tables

app_name = "lookout"
urlpatterns = [
    path("tabellen/", tables.all_tables, name="tables"),
    path("tabellen/<str:code>/", tables.table, name="table"),
    path("tabellen/<str:code>/loeschen/", tables.delete, name="delete_table"),
]
