"""Staff addresses of composed pages."""

from django.urls import path

from nahtlos.desk.views import staff

app_name = "staff"
urlpatterns = [
    path("", staff.start, name="start"),
    path("protokoll/", staff.log, name="log"),
    path("als/<slug:who>/", staff.become, name="become"),
]
