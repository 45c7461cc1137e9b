"""Staff addresses of cases: codes only, never a name."""

from django.urls import path

from nahtlos.cases.views import (
    absence,
    caseload,
    closings,
    members,
    merging,
    paper,
    person,
    plan,
    search,
)

app_name = "cases"
urlpatterns = [
    path("faelle/", caseload.caseload, name="list"),
    path("faelle/neu/", person.new, name="new"),
    path("faelle/suche/", search.search, name="search"),
    path("faelle/uebersicht/", caseload.roster, name="roster"),
    path("faelle/abschluesse/", closings.closings, name="closings"),
    path("faelle/<str:code>/person/", person.person, name="person"),
    path("faelle/<str:code>/aufenthalt/", person.stay, name="stay"),
    path("faelle/<str:code>/umstaende/", person.circumstances, name="circumstances"),
    path("faelle/<str:code>/plan/", plan.plan, name="plan"),
    path("faelle/<str:code>/plan/oeffnen/", plan.open_plan, name="open_plan"),
    path("faelle/<str:code>/plan/fassung/", plan.renew, name="renew"),
    path("faelle/<str:code>/schritte/neu/", plan.new_step, name="new_step"),
    path("faelle/<str:code>/schritte/<str:step>/", plan.step, name="step"),
    path("faelle/<str:code>/fragen/<str:question>/", plan.answer, name="answer"),
    path("faelle/<str:code>/beteiligte/", members.members, name="members"),
    path(
        "faelle/<str:code>/beteiligte/<str:member>/beenden/",
        members.remove_member,
        name="remove_member",
    ),
    path("faelle/<str:code>/fallfuehrung/", members.reassign, name="reassign"),
    path("faelle/<str:code>/doppelt/", merging.choose, name="merge_choose"),
    path("faelle/<str:code>/doppelt/<str:other>/", merging.merge, name="merge"),
    path("faelle/<str:code>/getrennt/<str:merge>/", merging.separate, name="separate"),
    path("faelle/<str:code>/karte/", paper.card, name="card"),
    path("faelle/<str:code>/kontaktkarte/", paper.contacts, name="contacts"),
    path("abwesend/", absence.absences, name="absences"),
    path("abwesend/<str:code>/beenden/", absence.end_absence, name="end_absence"),
    path("bereitschaft/", absence.on_call, name="on_call"),
    path("bereitschaft/aendern/", absence.edit_on_call, name="edit_on_call"),
    path("team/<str:code>/beenden/", members.end_membership, name="end_membership"),
]
