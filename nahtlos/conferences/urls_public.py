"""The public door: the page behind the link of an invitation."""

from django.urls import path

from nahtlos.conferences.views import door

app_name = "meet"
urlpatterns = [path("termin/<str:token>/", door.invitation, name="invitation")]
