"""Public addresses of composed pages."""

from django.urls import path

from nahtlos.desk.views import public

app_name = "desk"
urlpatterns = [
    path("hilfe-telefone/", public.help_lines, name="help_lines"),
    path("kinder/", public.children, name="children"),
    path("fachkraefte/", public.professionals, name="professionals"),
    path("ueber/", public.about, name="about"),
    path("impressum/", public.imprint, name="imprint"),
    path("datenschutz/", public.privacy, name="privacy"),
    path("barrierefreiheit/", public.accessibility, name="accessibility"),
    path("barrierefreiheit/danke/", public.feedback_done, name="feedback_done"),
    path("regeln/", public.rules, name="rules"),
]
