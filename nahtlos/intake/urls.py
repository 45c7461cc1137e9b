"""Staff addresses of first advice."""

from django.urls import path

from nahtlos.intake.views import calling, inbox, log

app_name = "intake"
urlpatterns = [
    path("fragen/", inbox.inbox, name="inbox"),
    path("fragen/zustaendig/", inbox.desk, name="desk"),
    path("fragen/<str:code>/", inbox.enquiry, name="enquiry"),
    path("fragen/<str:code>/antworten/", inbox.answer, name="answer"),
    path("fragen/<str:code>/erledigt/", inbox.done, name="done"),
    path("fragen/<str:code>/weitergeben/", inbox.hand_on, name="hand_on"),
    path("fragen/<str:code>/begleitung/", inbox.begin, name="begin"),
    path("beratung/", log.log, name="log"),
    path("beratung/<str:code>/", log.entry, name="entry"),
    path("beratung/<str:code>/loeschen/", log.delete, name="delete"),
    path("rueckrufe/", calling.call_backs, name="call_backs"),
    path("rueckrufe/<str:code>/angerufen/", calling.called, name="called"),
    path("rueckrufe/<str:code>/nicht-erreicht/", calling.missed, name="missed"),
]
