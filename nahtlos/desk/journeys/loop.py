"""Journeys of the loop: a need goes out, is answered on four ways, a date moves, a consent ends."""

from nahtlos.desk.journeys.steps import Do, Journey, Step

_TO_HERR_K = (Do("follow", "Herr K."), Do("sees", "Der Weg nach draußen"))


def _consent(receiver: str, function: str, purpose: str, kinds: tuple[str, ...]) -> tuple[Do, ...]:
    """A consent is prepared, printed and signed; it begins at the list of a case's consents."""
    return (
        Do("follow", "Einwilligung vorbereiten"),
        Do("fill", "Welche Stelle soll etwas erfahren?", receiver),
        Do("fill", "Wer dort?", function),
        Do("fill", "Wer gibt hier weiter?", "Integrationscoach"),
        Do("check", purpose),
        *(Do("check", kind) for kind in kinds),
        Do("check", "sagen, wie es steht"),
        Do("press", "Vorbereiten"),
        Do("sees", "Noch erlaubt sie nichts"),
    )


_SIGN = (
    Do("follow", "Unterschrift eintragen"),
    Do("fill", "Erklärt am", "{day:0}"),
    Do("fill", "Unterschrieben am", "{day:0}"),
    Do("check", "auf Papier unterschrieben"),
    Do("press", "Unterschrift eintragen"),
    Do("sees", "gültig"),
)


PREPARATION = Journey(
    key="aylin-bereitet-vor",
    title="Aylin bereitet die Entlassung von Herrn K. vor",
    about=(
        "Vier Fragen, ein Plan, passende Angebote, eine Einwilligung auf Papier und eine Anfrage,"
        " die genau das mitnimmt, was erlaubt ist."
    ),
    steps=(
        Step(
            "aylin",
            "Aylin sieht, wer auf wen wartet, und öffnet die Akte von Herrn K.",
            "/intern/",
            (
                Do("sees", "Wer wartet auf wen?"),
                Do("picture", "uebersicht"),
                Do("open", "/intern/faelle/"),
                Do("picture", "begleitungen"),
                *_TO_HERR_K,
                Do("sees", "Wo schlafe ich?"),
                Do("picture", "akte"),
            ),
        ),
        Step(
            "aylin",
            "Sie hakt einen Schritt ab und beantwortet eine der vier Fragen.",
            "",
            (
                Do("follow", "Der ganze Plan"),
                Do("picture", "plan"),
                Do("unfold", "Abhaken"),
                Do("press", "Dokument gesehen"),
                Do("sees", "Dokument gesehen"),
                Do("open", "/intern/faelle/"),
                *_TO_HERR_K,
                Do("follow", "Wohin wegen Arbeit?"),
                Do("check", "in Klärung"),
                Do("fill", "Antwort in einem Satz", "Lernwerk Musterland, Werkstatt"),
                Do("press", "Speichern"),
                Do("sees", "Lernwerk Musterland, Werkstatt"),
            ),
        ),
        Step(
            "aylin",
            "Herr K. erlaubt, dass die Wohnhilfe Süd etwas erfährt: zwei Seiten auf Papier, und"
            " erst die Unterschrift zählt.",
            "/intern/faelle/",
            (
                *_TO_HERR_K,
                Do("follow", "Alle Einwilligungen"),
                *_consent(
                    "Wohnhilfe Süd",
                    "Aufnahme",
                    "Eine Wohnung oder Unterkunft finden",
                    ("Name und Erreichbarkeit", "Entlassung: Tag und Ort", "Wohnen"),
                ),
                Do("paper", "Blatt drucken", "papier-einwilligung"),
                *_SIGN,
                Do("picture", "einwilligung"),
            ),
        ),
        Step(
            "aylin",
            "Sie fragt die Wohnhilfe Süd und sieht vorher genau, was dort ankommt.",
            "/intern/faelle/",
            (
                *_TO_HERR_K,
                Do("follow", "Anfrage stellen"),
                Do("choose", "Thema", "wohnen_nach_haft"),
                Do(
                    "fill",
                    "Was wird gebraucht?",
                    "Herr K. sucht ein Zimmer ab dem Tag der Entlassung. Gern mit jemandem, der"
                    " beim Ankommen hilft.",
                ),
                Do("sees", "Die Person erlaubt Wohnhilfe Süd diese Angaben"),
                Do("press", "Zur Vorschau"),
                Do("sees", "Genau das sieht"),
                Do("picture", "vorschau"),
                Do("press", "Jetzt senden"),
                Do("sees", "gesendet"),
                Do("picture", "anfrage"),
                Do("paper", "Blatt drucken (PDF)", "papier-anfrage"),
            ),
        ),
        Step(
            "aylin",
            "Für die Hosentasche: die Entlassungskarte mit den vier Antworten, ohne Namen.",
            "/intern/faelle/",
            (*_TO_HERR_K, Do("paper", "Entlassungskarte", "papier-karte")),
        ),
    ),
)

# Where the demonstration's Jobcenter, which has no account, gets its mail.
JOBCENTER = "geld@jobcenter-suedmuster.example"

ANSWERS = Journey(
    key="vier-wege-zurueck",
    title="Eine Antwort kommt auf vier Wegen zurück",
    about=(
        "Im Eingang, über einen Link ohne Zugang, am Telefon und auf Papier: Es ist immer dieselbe"
        " Anfrage, und beide Seiten sehen immer denselben Stand."
    ),
    steps=(
        Step(
            "cem",
            "Im Eingang: Cem liest eine Anfrage ohne Namen und schlägt einen Termin vor.",
            "/intern/",
            (
                Do("sees", "Wartet auf Sie"),
                Do("open", "/intern/eingang/"),
                Do("picture", "eingang"),
                Do("follow", "first-request"),
                Do("not_sees", "Dohle"),
                Do("picture", "anfrage-lesen"),
                Do("check", "Termin vorschlagen"),
                Do("fill", "Tag", "{day:8}"),
                Do("fill", "Uhrzeit", "10:30"),
                Do("fill", "Ort", "Feldstraße 11, Erdgeschoss"),
                Do("press", "Terminvorschlag senden"),
                Do("sees", "Termin"),
            ),
        ),
        Step(
            "",
            "Über den Link: Das Jobcenter hat keinen Zugang. Der Link allein zeigt nichts über den"
            " Menschen; der Code kommt in das Funktionspostfach.",
            "",
            (
                Do("open_letter", JOBCENTER),
                Do("sees", "Jemand bittet Sie um Antwort"),
                Do("not_sees", "Meise"),
                Do("picture", "link-ohne-zugang"),
                Do("press", "Code anfordern"),
                Do("fill_code", "Code aus der E-Mail", JOBCENTER),
                Do("press", "Anfrage lesen"),
                Do("sees", "Meise"),
                Do("picture", "link-mit-code"),
                Do("check", "Annehmen"),
                Do("fill", "Nachricht dazu", "Wir melden uns bis Freitag mit einem Termin."),
                Do("press", "Zusage senden"),
                Do("sees", "Diese Anfrage ist angenommen"),
            ),
        ),
        Step(
            "aylin",
            "Am Telefon: Das Bürgeramt ruft zurück. Aylin trägt die Antwort in einer halben Minute"
            " ein.",
            "/intern/anfragen/",
            (
                Do("follow", "Bürgeramt Musterstadt"),
                Do("follow", "Antwort eintragen"),
                Do("check", "am Telefon"),
                Do("fill", "Wer hat geantwortet?", "Ausweisstelle, Frau W."),
                Do("check", "Annehmen"),
                Do("fill", "Nachricht dazu", "Der vorläufige Ausweis geht ohne Wartezeit."),
                Do("picture", "antwort-eintragen"),
                Do("press", "Antwort speichern"),
                Do("sees", "am Telefon"),
                Do("follow", "Anfrage abschließen"),
                Do("check", "Hilfe läuft oder ist geleistet"),
                Do("press", "Abschließen"),
                Do("sees", "abgeschlossen"),
                Do("picture", "kreis-geschlossen"),
            ),
        ),
        Step(
            "aylin",
            "Auf Papier: Das Blatt kommt angekreuzt zurück, der kurze Code führt zur Anfrage.",
            "/intern/anfragen/",
            (
                Do("follow", "Lernwerk Musterland"),
                Do("note", ".nl-code"),
                Do("paper", "Blatt drucken (PDF)", "papier-antwort"),
                Do("open", "/intern/antwort-eintragen/"),
                Do("fill", "Code der Anfrage", "{noted}"),
                Do("press", "Anfrage öffnen"),
                Do("check", "per Fax"),
                Do("fill", "Wer hat geantwortet?", "Werkstattleitung"),
                Do("check", "Ablehnen"),
                Do("check", "Zurzeit ist kein Platz frei"),
                Do("press", "Antwort speichern"),
                Do("sees", "zurzeit kein Platz"),
                Do("picture", "antwort-papier"),
            ),
        ),
        Step(
            "bernd",
            "Bernd sieht, was die Wohnhilfe vorgeschlagen hat.",
            "/intern/",
            (
                Do("sees", "Nächste Termine"),
                Do("sees", "Wohnhilfe Süd"),
                Do("picture", "termin-angeboten"),
            ),
        ),
    ),
)

CHANGE = Journey(
    key="termin-verschoben",
    title="Die Entlassung kommt drei Wochen früher",
    about=(
        "Der Plan zeigt zuerst, was sich verschiebt. Erledigtes bleibt, von Hand Gesetztes fragt,"
        " und kurze Zeit ist kein Versäumnis."
    ),
    steps=(
        Step(
            "aylin",
            "Die Anstalt ruft an: Herr B. kommt drei Wochen früher heraus. Aylin sieht den"
            " Unterschied, bevor etwas geschrieben wird.",
            "/intern/faelle/",
            (
                Do("follow", "Herr B."),
                Do("follow", "Entlassungstermin verschieben"),
                Do("check", "Halbstrafe"),
                Do("fill", "Entlassung am", "{day:50}"),
                Do("press", "Zeigen, was sich verschiebt"),
                Do("sees", "Das ändert sich"),
                Do("picture", "unterschied"),
                Do("press", "So übernehmen"),
                Do("sees", "Der Weg nach draußen"),
                Do("picture", "akte-verschoben"),
            ),
        ),
        Step(
            "cem",
            "Die Wohnhilfe darf den Termin kennen und sieht den neuen.",
            "/intern/eingang/",
            (
                Do("follow", "first-meeting"),
                Do("sees", "Ergänzt am"),
                Do("picture", "anfrage-ergaenzt"),
            ),
        ),
        Step(
            "aylin",
            "Vor der Entlassung: Was muss am ersten Abend da sein, und wer macht weiter?",
            "/intern/uebergaben/",
            (Do("sees", "Frau M."), Do("picture", "uebergabe-check")),
        ),
    ),
)

WITHDRAWAL = Journey(
    key="widerruf-am-telefon",
    title="Herr B. nimmt seine Einwilligung am Telefon zurück",
    about=(
        "Wer gerade den Hörer abnimmt, nimmt den Widerruf auf. Er gilt sofort, und die"
        " Empfangsstelle erfährt, dass es so ist, nie warum."
    ),
    steps=(
        Step(
            "cem",
            "Cem liest eine Anfrage, solange die Einwilligung gilt.",
            "/intern/eingang/",
            (Do("follow", "first-meeting"), Do("sees", "Buchfink")),
        ),
        Step(
            "helga",
            "Herr B. ruft an. Helga kennt seine Akte nicht und braucht sie nicht: Name und"
            " Geburtsdatum genügen.",
            "/intern/widerruf/",
            (
                Do("check", "am Telefon"),
                Do("fill", "Name", "Bashir Buchfink"),
                Do("fill", "Geburtsdatum", "30.1.1995"),
                Do("press", "Einwilligung suchen"),
                Do("sees", "Wohnhilfe Süd"),
                Do("picture", "widerruf"),
                Do("press", "Wohnhilfe Süd"),
                Do("sees", "kann ab jetzt nichts mehr lesen"),
                Do("picture", "widerrufen"),
            ),
        ),
        Step(
            "cem",
            "Beim nächsten Klick ist für Cem nichts mehr lesbar.",
            "/intern/eingang/",
            (
                Do("unfold", "Abgeschlossen"),
                Do("follow", "first-stopped"),
                Do("sees", "Einwilligung entfallen"),
                Do("not_sees", "Buchfink"),
                Do("picture", "einwilligung-entfallen"),
            ),
        ),
    ),
)
