"""The journey of a question without a name: asked, answered, read with a code, deleted."""

from nahtlos.desk.journeys.steps import Do, Journey, Step

ASKING = Journey(
    key="jana-fragt",
    title="Jana fragt, ohne zu sagen, wer sie ist",
    about=(
        "Sie bekommt einen Code, Edda antwortet, und nur wer den Code hat, liest die Antwort."
        " Danach löscht Jana alles. (Eine beantwortete Frage der Vorführung öffnet der Code"
        " 3141 5926 5358 9793.)"
    ),
    width=390,
    without_scripts=True,
    steps=(
        Step(
            "",
            "Jana stellt ihre Frage und bekommt einen Code, einmal.",
            "/fragen/",
            (
                Do("sees", "Eine Frage stellen, ohne Namen"),
                Do("picture", "frage"),
                Do("check", "Ein Kind"),
                Do("fill", "Ihre Frage", "Darf meine Tochter ihrem Papa ein Bild schicken?"),
                Do("choose", "Wer fragt?", "parent"),
                Do("press", "Frage senden"),
                Do("sees", "Ihre Frage ist angekommen"),
                Do("note", ".nl-receipt > .nl-num"),
                Do("picture", "code"),
            ),
        ),
        Step(
            "edda",
            "Edda sieht, was wartet, und antwortet, ohne zu wissen, wem.",
            "/intern/fragen/",
            (
                Do("sees", "Wartet auf Antwort"),
                Do("picture", "fragen"),
                Do("follow", "Ein Kind"),
                Do("sees", "Darf meine Tochter ihrem Papa ein Bild schicken?"),
                Do("fill", "Ihre Antwort", "Ja, mit der Post. Schreiben Sie den Namen dazu."),
                Do("press", "Antwort senden"),
                Do("sees", "Die Person kann Ihre Antwort jetzt mit ihrem Code lesen."),
            ),
        ),
        Step(
            "",
            "Jana liest die Antwort mit ihrem Code und löscht danach alles.",
            "/fragen/lesen/",
            (
                Do("fill", "Ihr Code zum Nachlesen", "{noted}"),
                Do("press", "Öffnen"),
                Do("sees", "Ja, mit der Post."),
                Do("picture", "antwort"),
                Do("unfold", "Alles löschen"),
                Do("check", "Ja, alles löschen"),
                Do("press", "Jetzt löschen"),
                Do("sees", "Alles ist gelöscht"),
            ),
        ),
    ),
)
