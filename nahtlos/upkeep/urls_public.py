"""The public doors: what a visitor reports, and the pages behind the link in the letter."""

from django.urls import path

from nahtlos.upkeep.views import check, told

app_name = "keep"
urlpatterns = [
    path("stimmt-nicht/", told.report, name="report"),
    path("stimmt-nicht/danke/", told.reported, name="reported"),
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
