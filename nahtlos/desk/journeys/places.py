"""Journeys of those who look for help, and of organisations that offer it."""

from nahtlos.desk.journeys.steps import Do, Journey, Step

SEARCH = Journey(
    key="jana-sucht",
    title="Jana findet Hilfe in der Nähe",
    about="Jana ist Idas Mutter. Sie hat ein altes Telefon, kein Konto und wenig Zeit.",
    width=390,
    without_scripts=True,
    steps=(
        Step(
            "",
            "Jana tippt ein, was sie beschäftigt, und ihre Postleitzahl.",
            "/",
            (
                Do("sees", "Hilfe vor, während und nach der Haft"),
                Do("picture", "start"),
                Do("fill", "Worum geht es?", "papa im knast kind fragt"),
                Do("fill", "Ihr Ort oder Ihre PLZ", "00120"),
                Do("press", "Suchen"),
                Do("sees", "Musterstadt"),
                Do("picture", "ergebnisse"),
            ),
        ),
        Step(
            "",
            "Sie öffnet ein Angebot, liest, wie man anfängt, und geht mit „Zurück“ zur Liste.",
            "",
            (
                Do("follow", "first-hit"),
                Do("sees", "Kontakt"),
                Do("picture", "angebot"),
                Do("back"),
                Do("sees", "Musterstadt"),
            ),
        ),
        Step(
            "",
            "Sie liest, wie ein Besuch mit Kind in der JVA Musterstadt abläuft.",
            "/haftanstalt/jva-musterstadt/",
            (
                Do("sees", "JVA Musterstadt"),
                Do("sees", "Besuch in fünf Schritten"),
                Do("picture", "anstalt"),
                Do("follow", "Der Besuch, für Kinder erzählt"),
                Do("sees", "So ist ein Besuch im Gefängnis"),
                Do("picture", "fuer-kinder"),
            ),
        ),
    ),
)

INVITATION = Journey(
    key="zweite-organisation",
    title="Eine zweite Organisation kommt dazu und pflegt ihr Angebot",
    about=(
        "Cem verwaltet die Wohnhilfe Süd. Er lädt eine Kollegin ein; sie ändert ein Angebot, und"
        " alle finden den neuen Stand."
    ),
    steps=(
        Step(
            "cem",
            "Cem lädt eine Kollegin ein.",
            "/intern/team/einladen/",
            (
                Do("fill", "E-Mail-Adresse", "nele@wohnhilfe.example"),
                Do("check", "Aufnahme (Empfangsstelle)"),
                Do("press", "Einladung senden"),
                Do("sees", "Die Einladung ist unterwegs"),
                Do("picture", "team"),
            ),
        ),
        Step(
            "",
            "Nele öffnet den Link aus der Nachricht und richtet ihren Zugang ein.",
            "",
            (
                Do("open_letter", "nele@wohnhilfe.example"),
                Do("sees", "Wohnhilfe Süd"),
                Do("fill", "Ihr Name", "Nele"),
                Do("fill", "Passwort", "Zwölf bunte Fähren im Nebel"),
                Do("press", "Einladung annehmen"),
                Do("picture", "einladung"),
            ),
        ),
        Step(
            "",
            "Nele meldet sich an, trägt freie Plätze ein und ändert das Angebot ihrer"
            " Organisation.",
            "/intern/anmelden/",
            (
                Do("fill", "E-Mail-Adresse", "nele@wohnhilfe.example"),
                Do("fill", "Passwort", "Zwölf bunte Fähren im Nebel"),
                Do("press", "Anmelden"),
                Do("open", "/intern/angebote/"),
                Do("picture", "angebote"),
                Do("follow", "first-offer"),
                Do("follow", "Bearbeiten"),
                Do(
                    "fill",
                    "Worum geht es? (ein Satz)",
                    "Ein Zimmer für den Anfang, mit jemandem, der beim Einrichten hilft.",
                ),
                Do("press", "Speichern"),
                Do("sees", "Gespeichert"),
                Do("picture", "angebot-geaendert"),
            ),
        ),
        Step(
            "",
            "In der öffentlichen Suche steht der neue Satz.",
            "/suche/?q=zimmer+einrichten&ort=00120",
            (Do("sees", "Ein Zimmer für den Anfang, mit jemandem, der beim Einrichten hilft."),),
        ),
    ),
)
