"""Staff addresses of referrals, withdrawals, releases and hand-overs."""

from django.urls import path

from nahtlos.referrals.views import (
    answers,
    asking,
    doing,
    handover,
    inbox,
    papers,
    release,
    sent,
    withdrawal,
)

app_name = "referrals"
_of_case = [
    path("faelle/<str:code>/anfrage/", asking.new, name="new"),
    path("faelle/<str:code>/wer-macht-was/", doing.who, name="who_does_what"),
    path("faelle/<str:code>/selbst-weitergeben/", papers.carry, name="carry"),
    path("faelle/<str:code>/termin/", release.move_release, name="move_release"),
    path("faelle/<str:code>/entlassung/", release.release, name="release"),
    path("faelle/<str:code>/uebergabe/", handover.handover, name="handover"),
    path("faelle/<str:code>/uebergabe/bestaetigen/", handover.confirm, name="confirm"),
    path("faelle/<str:code>/uebergabe/abbrechen/", handover.call_off, name="call_off"),
    path("faelle/<str:code>/abschluss/", release.close_case, name="close_case"),
    path("faelle/<str:code>/wieder-oeffnen/", release.reopen, name="reopen"),
]
_sent = [
    path("anfragen/", sent.sent_list, name="sent_list"),
    path("anfragen/<str:referral>/", sent.sent, name="sent"),
    path("anfragen/<str:referral>/entwurf/", asking.edit_draft, name="edit_draft"),
    path("anfragen/<str:referral>/senden/", sent.send, name="send"),
    path("anfragen/<str:referral>/nachtragen/", sent.amend, name="amend"),
    path("anfragen/<str:referral>/zurueckziehen/", sent.withdraw, name="withdraw"),
    path("anfragen/<str:referral>/umleiten/", asking.reroute, name="reroute"),
    path("anfragen/<str:referral>/antwort/", answers.take_down, name="take_down"),
    path("anfragen/<str:referral>/termin/", answers.attendance, name="attendance"),
    path("anfragen/<str:referral>/abschliessen/", answers.close, name="close"),
    path("anfragen/<str:referral>/blatt/", papers.sheet, name="sheet"),
    path("antwort-eintragen/", answers.find, name="find"),
]
_received = [
    path("eingang/", inbox.inbox, name="inbox"),
    path("eingang/<str:referral>/", inbox.inbox_item, name="inbox_item"),
    path("eingang/<str:referral>/antwort/", inbox.answer, name="answer"),
]
urlpatterns = [
    *_of_case,
    *_sent,
    *_received,
    path("widerruf/", withdrawal.revoke, name="revoke"),
    path("uebergaben/", handover.by_site, name="by_site"),
]
