"""Staff addresses of records: codes only, never a name."""

from django.urls import path

from nahtlos.records.views import contacts, drafts, notes

app_name = "records"
urlpatterns = [
    path("stunden/", contacts.hours, name="hours"),
    path("faelle/<str:code>/notizen/", notes.journal, name="journal"),
    path("faelle/<str:code>/notizen/neu/", notes.new_note, name="new_note"),
    path("faelle/<str:code>/notizen/entwurf/", drafts.save_draft, name="save_draft"),
    path(
        "faelle/<str:code>/notizen/entwurf/verwerfen/", drafts.discard_draft, name="discard_draft"
    ),
    path("faelle/<str:code>/notizen/<str:note>/", notes.note, name="note"),
    path("faelle/<str:code>/notizen/<str:note>/loeschen/", notes.remove_note, name="remove_note"),
    path("faelle/<str:code>/kontakte/neu/", contacts.new_contact, name="new_contact"),
    path("faelle/<str:code>/kontakte/abstand/", contacts.rhythm, name="rhythm"),
    path("faelle/<str:code>/kontakte/<str:contact>/", contacts.contact, name="contact"),
    path(
        "faelle/<str:code>/kontakte/<str:contact>/loeschen/",
        contacts.remove_contact,
        name="remove_contact",
    ),
]
