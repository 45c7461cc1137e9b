"""Public addresses of the room: the interface for machines, which has one language, and the pages
for people.
"""

from django.urls import path

from nahtlos.exchange.views import hsds, pages

machines = [
    path("", hsds.about, name="about"),
    path("openapi.json", hsds.openapi, name="openapi"),
    path("services", hsds.services, name="services"),
    path("services/<str:key>", hsds.service, name="service"),
    path("organizations", hsds.organizations, name="organizations"),
    path("organizations/<str:key>", hsds.organization, name="organization"),
    path("taxonomies", hsds.taxonomies, name="taxonomies"),
    path("taxonomies/<str:key>", hsds.taxonomy, name="taxonomy"),
    path("taxonomy_terms", hsds.taxonomy_terms, name="taxonomy_terms"),
    path("taxonomy_terms/<str:key>", hsds.taxonomy_term, name="taxonomy_term"),
    path("service_at_locations", hsds.service_at_locations, name="service_at_locations"),
    path("service_at_locations/<str:key>", hsds.service_at_location, name="service_at_location"),
]

app_name = "exchange"
urlpatterns = [
    path("schnittstelle/", pages.interface, name="interface"),
    path("angebot/<slug:slug>/termin.ics", pages.offer_date, name="offer_date"),
    path("organisation/<slug:slug>/kontakt.vcf", pages.organisation_card, name="organisation_card"),
    path(
        "organisation/<slug:slug>/ansprechperson-<str:code>.vcf",
        pages.contact_card,
        name="contact_card",
    ),
]
