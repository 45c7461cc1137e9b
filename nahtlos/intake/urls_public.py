"""Public addresses of first advice."""

from django.urls import path

from nahtlos.intake.views import asking, calling, reading

app_name = "advice"
urlpatterns = [
    path("fragen/", asking.ask, name="ask"),
    path("fragen/lesen/", reading.read, name="read"),
    path("fragen/rueckruf/", calling.ask, name="call"),
    path("fragen/rueckruf/danke/", calling.asked, name="call_asked"),
]
