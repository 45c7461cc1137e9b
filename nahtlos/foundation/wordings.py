"""What every kind of letter says: fixed sentences that name no person, no organisation and no
topic.
"""

from dataclasses import dataclass
from datetime import timedelta

# A code is typed while its page is open; after that it opens nothing.
CODE_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text of a kind of letter. Nothing is filled in but `{link}` or `{code}`. After
    LIFE it is of no use any more and is not sent.
    """

    subject: str
    text: str
    life: timedelta | None = None

    @property
    def holds_code(self) -> bool:
        """Whether a code is filled in."""
        return "{code}" in self.text


_HELLO = "Guten Tag,\n\n"
_FOOT = (
    "\n\nDiese Nachricht kommt von Nahtlos. Sie nennt mit Absicht keine Namen und keine"
    " Einzelheiten.\n"
)


def _letter(subject: str, text: str, life: timedelta | None = None) -> Wording:
    return Wording(subject, f"{_HELLO}{text}{_FOOT}", life)


WORDINGS = {
    "invitation": _letter(
        "Einladung",
        "eine Organisation lädt Sie ein, im Portal mitzuarbeiten. Der Link gilt"
        " sieben Tage:\n\n{link}\n\nWenn Sie damit nichts anfangen können, löschen Sie diese"
        " Nachricht einfach.",
    ),
    "password": _letter(
        "Neues Passwort",
        "über diesen Link wählen Sie ein neues Passwort:\n\n{link}\n\n"
        "Wenn Sie das nicht wollten, müssen Sie nichts tun.",
    ),
    "account_changed": _letter(
        "Ihr Zugang wurde geändert",
        "an Ihrem Zugang zum Portal hat sich etwas geändert. Waren Sie das nicht? "
        "Dann melden Sie sich bitte bei der Verwaltung Ihrer Organisation:\n\n{link}",
    ),
    "referral": _letter(
        "Im Portal liegt eine Anfrage",
        "im Portal liegt eine Anfrage an Ihre Stelle. Hier lesen und beantworten Sie sie, auch ohne"
        " eigenen Zugang:\n\n{link}\n\nDer Link ist nur für Ihre Stelle bestimmt. Bitte geben Sie"
        " ihn nicht weiter.",
    ),
    "referral_changed": _letter(
        "Eine Anfrage wurde geändert",
        "im Portal wurde eine Anfrage an Ihre Stelle ergänzt oder geändert. Bitte sehen Sie nach,"
        " bevor Sie weiter damit arbeiten:\n\n{link}",
    ),
    "referral_code": _letter(
        "Ihr Code",
        "das ist der Code, den Sie gerade angefordert haben:\n\n{code}\n\nDer Code gilt 15 Minuten."
        " Bitte geben Sie ihn auf der Seite ein, die noch offen ist. Haben Sie keinen Code"
        " angefordert? Dann müssen Sie nichts tun.",
        CODE_LIFE,
    ),
    "referral_reminder": _letter(
        "Eine Anfrage wartet auf Antwort",
        "im Portal wartet eine Anfrage auf eine Antwort Ihrer Stelle. Auch eine Absage hilft"
        " weiter:\n\n{link}",
    ),
    "referral_closed": _letter(
        "Eine Anfrage hat sich erledigt",
        "eine Anfrage im Portal ist erledigt oder zurückgezogen. Sie müssen nichts mehr tun. Was"
        " Sie dazu ausgedruckt haben, vernichten Sie bitte, wenn Sie es nicht mehr brauchen"
        ":\n\n{link}",
    ),
    "advice_question": _letter(
        "Im Portal wartet eine Nachricht",
        "im Portal wartet eine Nachricht darauf, dass Sie sie lesen und beantworten:\n\n{link}",
    ),
    "advice_due": _letter(
        "Eine Nachricht wartet länger als zugesagt",
        "im Portal wartet eine Nachricht länger, als Ihre Stelle zugesagt hat. Bitte sehen Sie"
        " nach, wer antworten kann:\n\n{link}",
    ),
    "advice_ends": _letter(
        "Im Portal wird bald etwas gelöscht",
        "im Portal wird in den nächsten Tagen ein Vorgang gelöscht, weil seine Zeit vorbei ist. Ist"
        " noch etwas zu tun, dann bitte jetzt:\n\n{link}",
    ),
    "answer": _letter(
        "Im Portal liegt eine Antwort",
        "im Portal liegt eine Antwort auf Ihre Anfrage:\n\n{link}",
    ),
    "no_answer": _letter(
        "Eine Antwort steht aus",
        "auf eine Ihrer Anfragen im Portal gibt es noch keine Antwort. Vielleicht hilft ein Anruf,"
        " oder es gibt eine andere Stelle:\n\n{link}",
    ),
    "escalation": _letter(
        "Eine Anfrage ist ohne Antwort",
        "im Portal ist eine Anfrage trotz Erinnerung ohne Antwort. Bitte sehen Sie nach, wer helfen"
        " kann:\n\n{link}",
    ),
    "release_moved": _letter(
        "Ein Termin hat sich geändert",
        "im Portal hat sich ein Termin geändert, mit dem Sie planen. Hier steht der neue Stand:"
        "\n\n{link}",
    ),
    "hand_over": _letter(
        "Eine Übergabe wartet auf Sie",
        "im Portal wartet eine Übergabe darauf, dass Sie sie annehmen:\n\n{link}",
    ),
    "conference": _letter(
        "Einladung zu einem Termin",
        "im Portal liegt eine Einladung zu einem Termin. Hier steht, wann und wo, und hier sagen"
        " Sie, ob Sie kommen. Einen Zugang brauchen Sie nicht:\n\n{link}\n\nWenn Sie den Link nur"
        " öffnen, ändert sich nichts.",
    ),
    "conference_changed": _letter(
        "Ein Termin hat sich geändert",
        "ein Termin, zu dem Sie eingeladen sind, hat sich geändert. Bitte sehen Sie nach und sagen"
        " Sie uns, ob Sie kommen:\n\n{link}",
    ),
    "conference_closed": _letter(
        "Ein Termin hat sich erledigt",
        "ein Termin, zu dem Sie eingeladen waren, hat sich für Sie erledigt. Sie müssen nichts mehr"
        " tun:\n\n{link}",
    ),
    "confirmation": _letter(
        "Stimmen Ihre Angaben noch?",
        "in unserem Verzeichnis stehen Angaben Ihrer Stelle. Bitte sehen Sie kurz nach, ob sie noch"
        " stimmen. Ein Knopf genügt, einen Zugang brauchen Sie nicht:\n\n{link}\n\nDer Link gilt"
        " 60 Tage. Wenn Sie ihn nur öffnen, ändert sich nichts.",
    ),
    "confirmation_reminder": _letter(
        "Erinnerung: Stimmen Ihre Angaben noch?",
        "vor zwei Wochen haben wir Sie gebeten, die Angaben Ihrer Stelle anzusehen. Hier ist der"
        " Link noch einmal:\n\n{link}\n\nWir erinnern nur"
        " dieses eine Mal.",
    ),
    "confirmation_silent": _letter(
        "Eine Bestätigung steht aus",
        "eine Stelle hat auf die Bitte, ihre Angaben zu bestätigen, nicht geantwortet. Vielleicht"
        " hilft ein Anruf:\n\n{link}",
    ),
    "report": _letter(
        "Im Portal liegt ein Hinweis",
        "im Portal liegt ein Hinweis, den Ihre Stelle bitte in den nächsten fünf Werktagen ansieht"
        ":\n\n{link}",
    ),
    "report_late": _letter(
        "Ein Hinweis wartet länger als vorgesehen",
        "im Portal wartet ein Hinweis länger als vorgesehen. Bitte sehen Sie nach, wer sich darum"
        " kümmern kann:\n\n{link}",
    ),
    "steps_due": _letter(
        "Im Portal ist etwas fällig",
        "im Portal gibt es Aufgaben, die heute oder in den nächsten Tagen fällig sind:\n\n{link}",
    ),
}
