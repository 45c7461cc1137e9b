"""The public door: the pages behind the link in the letter."""

from django.urls import path

from nahtlos.upkeep.views import check

app_name = "keep"
urlpatterns = [
    path("stimmt/<str:token>/", check.check, name="check"),
    path("stimmt/<str:token>/stelle/", check.correct_organisation, name="organisation"),
    path("stimmt/<str:token>/angebot/<slug:slug>/", check.correct_offer, name="offer"),
    path("stimmt/<str:token>/besuch/<slug:slug>/", check.visits, name="visits"),
    path(
        "stimmt/<str:token>/besuch/<slug:slug>/<slug:group>/",
        check.correct_visits,
        name="correct_visits",
    ),
]
