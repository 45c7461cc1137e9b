"""The journey of a list: twelve lines become twelve files, and the first plan opens."""

from nahtlos.desk.journeys.steps import Do, Journey, Step

# Invented names; the numbers look like those of a prison's own system.
_NAMES = (
    *(("Amsel", "Anton"), ("Buche", "Berta"), ("Çelik", "Murat"), ("Dachs", "Dana")),
    *(("Eiche", "Emil"), ("Fink", "Frida"), ("Gans", "Gero"), ("Hirsch", "Hala")),
    *(("Igel", "Ivo"), ("Jaguar", "Jale"), ("Kauz", "Karim"), ("Luchs", "Lena")),
)
PASTED = "\n".join(
    f"58{n:02}/26\t{family}\t{given}\t{n + 3}.5.{1972 + n}\t{{day:{17 + 19 * n}}}"
    for n, (family, given) in enumerate(_NAMES)
)
LATER = "5800/26\tAmsel\tAnton\t3.5.1972\t{day:9}\n5899/26\tFinck\tFrida\t8.5.1977\t{day:112}"

LIST = Journey(
    key="doro-liest-eine-liste-ein",
    title="Doro liest zwölf Zeilen ein und öffnet den ersten Plan",
    about=(
        "Zeilen aus dem Fachverfahren einfügen, ansehen, übernehmen: Dann steht da, wer in den"
        " nächsten 90 Tagen geht, und der Plan öffnet sich mit dem ersten Griff."
    ),
    steps=(
        Step(
            "doro",
            "Doro fügt zwölf Zeilen ein, so wie sie auf ihrem Bildschirm stehen, und sieht zuerst,"
            " was geschehen würde.",
            "/intern/faelle/",
            (
                Do("follow", "Liste einlesen"),
                Do("fill", "Zeilen einfügen", PASTED),
                Do("press", "Weiter: ansehen, was geschieht"),
                Do("sees", "12 Zeilen: 12 neu"),
                Do("picture", "liste-vorschau"),
                Do("press", "12 Zeilen übernehmen"),
                Do("sees", "Die Liste ist übernommen"),
            ),
        ),
        Step(
            "doro",
            "Wer geht in den nächsten 90 Tagen? Sie nimmt den Nächsten und öffnet seinen Plan.",
            "",
            (
                Do("follow", "Wer in den nächsten 90 Tagen geht"),
                Do("sees", "Anton Amsel"),
                Do("picture", "neunzig-tage"),
                Do("press", "Plan öffnen"),
                Do("sees", "Der Plan steht."),
                Do("picture", "erster-plan"),
            ),
        ),
        Step(
            "doro",
            "Eine Woche später kommt eine neue Liste. Sie verschiebt nur, was sich geändert hat,"
            " und fragt, wo jemand gemeint sein könnte.",
            "/intern/listen/",
            (
                Do("fill", "Zeilen einfügen", LATER),
                Do("press", "Weiter: ansehen, was geschieht"),
                Do("sees", "1 Termin ändert sich"),
                Do("sees", "Ist es dieselbe Person?"),
                Do("picture", "liste-spaeter"),
            ),
        ),
        Step(
            "doro",
            "Und wer sucht, findet: auch anders geschrieben.",
            "/intern/faelle/",
            (
                Do("fill", "Person suchen", "Tschelik"),
                Do("press", "Suchen"),
                Do("sees", "Murat Çelik"),
                Do("picture", "person-suchen"),
            ),
        ),
    ),
)
