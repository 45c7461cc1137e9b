"""Staff addresses of composed pages."""

from django.urls import path, re_path

from nahtlos.desk.views import staff

app_name = "staff"
urlpatterns = [
    path("", staff.start, name="start"),
    # By the form of its code, so that the words below `faelle/` stay free for pages.
    re_path(r"^faelle/(?P<code>F-[0-9A-Z]{4}-[0-9A-Z])/$", staff.case_file, name="case"),
    path("protokoll/", staff.log, name="log"),
    path("als/<slug:who>/", staff.become, name="become"),
]
