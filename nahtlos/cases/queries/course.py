"""What happened in a case, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery, prefetch_related_objects

from nahtlos.cases.models import Case, CaseEvent, Closing, Question, Scenario, StayEnd
from nahtlos.cases.queries.moving import title_of
from nahtlos.people.models import Membership

NEWEST: Final = 100
SOMEBODY: Final = "jemand"
# {verb: sentence}; {about} is a step's title, a colleague's name, a question or a code, {word} the
# word that goes with the verb.
SENTENCES: Final[Mapping[str, str]] = {
    "case_opened": "Begleitung begonnen",
    "came_from_advice": "Auf eigenen Wunsch nach einer Beratung ohne Namen",
    "person_changed": "Angaben zur Person geändert",
    "stay_begun": "Aufenthalt eingetragen",
    "stay_changed": "Aufenthalt und Termine geändert",
    "stay_ended": "Aufenthalt beendet: {word}",
    "circumstances_changed": "Umstände geändert",
    "plan_opened": "Plan angelegt",
    "release_moved": "Entlassungstermin geändert ({word})",
    "step_added": "Eigener Schritt dazu: {about}",
    "step_open": "Schritt wieder offen: {about}",
    "step_waiting": "Wartet auf andere: {about}",
    "step_done": "Erledigt: {about}",
    "step_not_applicable": "Trifft nicht zu: {about}",
    "step_not_wanted": "Nicht gewünscht: {about}",
    "step_changed": "Schritt geändert: {about}",
    "question_answered": "Antwort geändert: {about}",
    "member_added": "{about} gehört jetzt dazu",
    "member_removed": "{about} gehört nicht mehr dazu",
    "reassigned": "Fallführung jetzt bei {about}",
    "files_merged": "Mit einer weiteren Akte derselben Person zusammengeführt",
    "files_separated": "Zusammenführung zurückgenommen",
    "closed": "Begleitung abgeschlossen: {word}",
    "reopened": "Begleitung wieder aufgenommen",
}
WORDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "stay_ended": ("how", {str(one): str(one.label) for one in StayEnd}),
    "release_moved": ("scenario", {str(one): str(one.label) for one in Scenario}),
    "closed": ("closing", {str(one): str(one.label) for one in Closing}),
}
# What rooms above write into the course.
OTHERS: Final[Mapping[str, str]] = {
    "assessment_begun": "Lebensbereiche: Durchgang begonnen",
    "assessment_finished": "Lebensbereiche: Durchgang abgeschlossen",
    "file_attached": "Datei hinzugefügt",
    "file_removed": "Datei gelöscht",
    "goal_set": "Ziel aufgeschrieben",
    "goal_reworded": "Ziel neu formuliert",
    "goal_open": "Ziel wieder offen",
    "goal_reached": "Ziel erreicht",
    "goal_changed": "Ziel hat sich geändert",
    "goal_not_wanted": "Ziel nicht mehr gewünscht",
    "goal_step_added": "Kleiner Schritt zu einem Ziel",
    "goal_step_changed": "Kleiner Schritt geändert",
    "note_written": "Notiz geschrieben",
    "note_changed": "Notiz geändert",
    "note_removed": "Notiz gelöscht",
    "contact_made": "Kontakt notiert",
    "contact_missed": "Kontakt versucht",
    "contact_changed": "Kontakt berichtigt",
    "contact_removed": "Kontakt gelöscht",
    "rhythm_agreed": "Abstand der Kontakte vereinbart",
    "contact_quiet": "Zurzeit kein Kontakt",
    "consent_prepared": "Einwilligung vorbereitet: {about}",
    "consent_signed": "Einwilligung unterschrieben: {about}",
    "consent_discarded": "Einwilligung verworfen: {about}",
    "consent_withdrawn": "Einwilligung widerrufen: {about}",
    "notice_recorded": "Gesetzliche Mitteilung eingetragen: {about}",
    "referral_sent": "Anfrage gesendet: {about}",
    "referral_seen": "Anfrage gelesen: {about}",
    "referral_amended": "Anfrage ergänzt: {about}",
    "referral_accepted": "Anfrage angenommen: {about}",
    "referral_meeting": "Termin angeboten: {about}",
    "referral_attended": "Termin wahrgenommen: {about}",
    "referral_missed": "Termin nicht wahrgenommen: {about}",
    "referral_declined": "Anfrage abgelehnt: {about}",
    "referral_closed": "Anfrage abgeschlossen: {about}",
    "referral_withdrawn": "Anfrage zurückgezogen: {about}",
    "referral_stopped": "Anfrage gestoppt: {about}",
    "referral_expired": "Anfrage ohne Antwort abgelaufen: {about}",
    "referral_reminded": "An die Anfrage erinnert: {about}",
    "referral_escalated": "Anfrage weitergemeldet: {about}",
    "plan_renewed": "Plan auf eine andere Fassung gebracht",
    "conference_planned": "Besprechung geplant: {about}",
    "conference_changed": "Besprechung verlegt: {about}",
    "conference_invited": "Zur Besprechung eingeladen: {about}",
    "conference_asked": "Per E-Mail zur Besprechung eingeladen: {about}",
    "conference_uninvited": "Von der Liste der Besprechung genommen: {about}",
    "conference_replied": "Antwort zur Besprechung: {about}",
    "conference_minutes": "Protokoll der Besprechung geschrieben: {about}",
    "conference_held": "Protokoll der Besprechung abgeschlossen: {about}",
    "conference_cancelled": "Besprechung abgesagt: {about}",
    "handover_begun": "Übergabe begonnen",
    "handover_confirmed": "Übergabe bestätigt",
    "handover_completed": "Übergabe abgeschlossen",
    "handover_called_off": "Übergabe abgebrochen",
}


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One line of the course, the sentence in German. `about` is the code of what it is about."""

    at: datetime
    who: str
    verb: str
    sentence: str
    about: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What the codes in a course are called."""

    case: Case
    steps: Mapping[str, str]
    members: Mapping[str, str]

    def about(self, event: CaseEvent) -> str:
        """What EVENT is about, as people call it; where nothing is known, the code."""
        code = event.about
        if event.verb == "question_answered" and code in Question.values:
            return str(Question(code).label)
        return self.steps.get(code) or self.members.get(code) or code

    def line(self, event: Any) -> CourseLine:  # noqa: ANN401 (an event with its annotation)
        """EVENT as a sentence; a verb nobody knows here is still a line."""
        sentence = SENTENCES.get(event.verb) or OTHERS.get(event.verb) or "Etwas geändert"
        key, words = WORDS.get(event.verb, ("", {}))
        word = words.get(str(event.detail.get(key, "")), "")
        return CourseLine(
            at=event.at,
            who=event.who or SOMEBODY,
            verb=event.verb,
            sentence=sentence.format(about=self.about(event), word=word),
            about=event.about,
        )


def course(case: Case) -> list[CourseLine]:
    """The newest hundred lines of the course of a case that `case_for` fetched, newest first; one
    statement, a second where the plan was not read before.
    """
    prefetch_related_objects([case], "steps")
    names = _Names(
        case=case,
        steps={step.code: title_of(step, case.plan_version) for step in case.steps.all()},
        members={m.membership.code: m.membership.account.name for m in case.members.all()},
    )
    # A colleague keeps her name here when she has left; somebody of elsewhere never had one.
    ours = Membership.objects.filter(account_id=OuterRef("account_id"))
    who = Subquery(ours.values("account__name")[:1])
    events = case.events.annotate(who=who).order_by("-at", "-pk")
    return [names.line(event) for event in events[:NEWEST]]
