"""The public face: no session, no cookie; language by path prefix (none = Deutsch)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from nahtlos.desk.views import public
from nahtlos.desk.views.sitemap import site_map
from nahtlos.exchange.urls_public import machines
from nahtlos.people.urls import public as people_public

urlpatterns = [
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", site_map, name="sitemap"),
    path("bereit/", public.health, name="health"),
    path("api/hsds/", include((machines, "hsds"))),
    *i18n_patterns(
        path("", include((people_public, "door"))),
        path("", include("nahtlos.referrals.urls_public")),
        path("", include("nahtlos.conferences.urls_public")),
        path("", include("nahtlos.upkeep.urls_public")),
        path("", include("nahtlos.lookout.urls_public")),
        path("", include("nahtlos.intake.urls_public")),
        path("", include("nahtlos.desk.urls")),
        path("", include("nahtlos.exchange.urls_public")),
        path("", include("nahtlos.directory.urls")),
        prefix_default_language=False,
    ),
]
