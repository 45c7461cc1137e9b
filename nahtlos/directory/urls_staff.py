"""Staff addresses of the directory."""

from django.urls import path

from nahtlos.directory.views import (
    contacts,
    feedback,
    lexicon,
    offers,
    opening,
    translations,
    visiting,
)

app_name = "offers"
urlpatterns = [
    path("angebote/", offers.offers, name="list"),
    path("angebote/neu/", offers.new_offer, name="new"),
    path("angebote/<slug:slug>/", offers.own_offer, name="own"),
    path("angebote/<slug:slug>/bearbeiten/", offers.edit_offer, name="edit"),
    path("angebote/<slug:slug>/veroeffentlichen/", offers.publish, name="publish"),
    path("angebote/<slug:slug>/beenden/", offers.end, name="end"),
    path("angebote/<slug:slug>/bestaetigen/", offers.confirm, name="confirm"),
    path("angebote/<slug:slug>/plaetze/", offers.capacity, name="capacity"),
    path("angebote/<slug:slug>/oeffnungszeiten/", opening.offer_hours, name="hours"),
    path(
        "angebote/<slug:slug>/uebersetzungen/<slug:language>/",
        translations.translation,
        name="translation",
    ),
    path(
        "angebote/<slug:slug>/uebersetzungen/<slug:language>/loeschen/",
        translations.remove,
        name="remove_translation",
    ),
    path("besuch/<slug:slug>/", visiting.visits, name="visits"),
    path("besuch/<slug:slug>/bestaetigen/", visiting.confirm, name="confirm_visits"),
    path("besuch/<slug:slug>/angaben/<slug:group>/", visiting.edit_visits, name="edit_visits"),
    path("oeffnungszeiten/", opening.organisation_hours, name="own_hours"),
    path("ansprechpersonen/neu/", contacts.new_contact, name="new_contact"),
    path("ansprechpersonen/<str:code>/", contacts.edit_contact, name="edit_contact"),
    path(
        "ansprechpersonen/<str:code>/bestaetigen/", contacts.confirm_contact, name="confirm_contact"
    ),
    path("ansprechpersonen/<str:code>/loeschen/", contacts.remove_contact, name="remove_contact"),
    path("suchwoerter/", lexicon.lexicon, name="lexicon"),
    path("suchwoerter/neu/", lexicon.new_entry, name="new_word"),
    path("suchwoerter/mitgeliefert/", lexicon.switch_delivered, name="switch_word"),
    path("suchwoerter/<str:code>/", lexicon.edit_entry, name="word"),
    path("suchwoerter/<str:code>/loeschen/", lexicon.remove_entry, name="remove_word"),
    path("rueckmeldungen/", feedback.feedback_list, name="feedback"),
    path("rueckmeldungen/<str:code>/erledigt/", feedback.close, name="close_feedback"),
]
