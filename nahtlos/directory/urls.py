"""Public addresses of the directory."""

from django.urls import path

from nahtlos.directory.views import prison, public

app_name = "directory"
urlpatterns = [
    path("", public.finder, name="finder"),
    path("suche/", public.results_page, name="results"),
    path("angebot/<slug:slug>/", public.offer, name="offer"),
    path("angebot/<slug:slug>/angebot.pdf", public.offer_print, name="offer_print"),
    path("organisation/<slug:slug>/", public.organisation, name="organisation"),
    path("haftanstalten/", public.prisons, name="prisons"),
    path("haftanstalt/<slug:slug>/", prison.prison, name="prison"),
    path(
        "haftanstalt/<slug:slug>/fuer-kinder/",
        prison.prison_for_children,
        name="prison_for_children",
    ),
]
