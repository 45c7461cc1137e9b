"""The staff face: everything below /intern/, and the tour of the demonstration, which signs people
in.
"""

from django.urls import include, path

from nahtlos.desk.views import staff
from nahtlos.people.urls import staff as people_staff

urlpatterns = [
    path("rundgang/", staff.tour, name="tour"),
    path(
        "intern/",
        include(
            [
                path("", include("nahtlos.desk.urls_staff")),
                *people_staff,
                path("", include("nahtlos.organisations.urls")),
                path("", include("nahtlos.upkeep.urls")),
                path("", include("nahtlos.exchange.urls")),
                path("", include("nahtlos.directory.urls_staff")),
                path("", include("nahtlos.lands.urls")),
                path("", include("nahtlos.intake.urls")),
                path("", include("nahtlos.consents.urls")),
                path("", include("nahtlos.records.urls")),
                path("", include("nahtlos.conferences.urls")),
                path("", include("nahtlos.cases.urls")),
                path("", include("nahtlos.referrals.urls")),
                path("", include("nahtlos.lookout.urls")),
                path("", include("nahtlos.lists.urls")),
            ]
        ),
    ),
]
