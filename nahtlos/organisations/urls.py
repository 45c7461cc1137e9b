"""Addresses of an organisation's own pages."""

from django.urls import path

from nahtlos.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisation/", views.own, name="own"),
    path("organisation/bearbeiten/", views.edit, name="edit"),
    path("organisation/bestaetigen/", views.confirm, name="confirm"),
    path("organisation/standort/neu/", views.new_site, name="new_site"),
    path("organisation/standort/<slug:slug>/", views.edit_site, name="edit_site"),
]
