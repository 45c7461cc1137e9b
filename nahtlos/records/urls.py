"""Staff addresses of records: codes only, never a name."""

from django.urls import path

from nahtlos.records.views import areas, attachments, contacts, drafts, goals, notes

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
    path("faelle/<str:code>/bereiche/", areas.areas, name="areas"),
    path("faelle/<str:code>/bereiche/neu/", areas.begin, name="begin"),
    path("faelle/<str:code>/bereiche/<str:assessment>/abschliessen/", areas.finish, name="finish"),
    path("faelle/<str:code>/bereiche/<str:assessment>/<str:area>/", areas.area, name="area"),
    path("faelle/<str:code>/ziele/", goals.goals, name="goals"),
    path("faelle/<str:code>/ziele/neu/", goals.new_goal, name="new_goal"),
    path("faelle/<str:code>/ziele/blatt/", goals.sheet, name="goals_sheet"),
    path("faelle/<str:code>/ziele/<str:goal>/", goals.goal, name="goal"),
    path(
        "faelle/<str:code>/ziele/<str:goal>/schritte/neu/",
        goals.new_goal_step,
        name="new_goal_step",
    ),
    path(
        "faelle/<str:code>/ziele/<str:goal>/schritte/<str:step>/",
        goals.goal_step,
        name="goal_step",
    ),
    path("faelle/<str:code>/dateien/", attachments.files, name="files"),
    path("faelle/<str:code>/dateien/<str:attachment>/", attachments.download, name="file"),
    path(
        "faelle/<str:code>/dateien/<str:attachment>/loeschen/",
        attachments.remove_file,
        name="remove_file",
    ),
    path("faelle/<str:code>/kontakte/neu/", contacts.new_contact, name="new_contact"),
    path("faelle/<str:code>/kontakte/abstand/", contacts.rhythm, name="rhythm"),
    path("faelle/<str:code>/kontakte/<str:contact>/", contacts.contact, name="contact"),
    path(
        "faelle/<str:code>/kontakte/<str:contact>/loeschen/",
        contacts.remove_contact,
        name="remove_contact",
    ),
]
