"""Staff addresses of the profiles."""

from django.urls import path

from nahtlos.lands import views

app_name = "lands"
urlpatterns = [
    path("laender/", views.lands, name="list"),
    path("laender/<str:code>/", views.land, name="land"),
    path("laender/<str:code>/fassungen/<int:number>/", views.version, name="version"),
    path("laender/<str:code>/entwurf/", views.draft, name="draft"),
    path("laender/<str:code>/entwurf/beginnen/", views.begin, name="begin"),
    path("laender/<str:code>/entwurf/uebernehmen/", views.catch_up, name="catch_up"),
    path("laender/<str:code>/entwurf/verwerfen/", views.discard, name="discard"),
    path("laender/<str:code>/entwurf/<str:key>/", views.entry, name="entry"),
]
