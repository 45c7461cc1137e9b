"""The journeys of the product as data: the tour lists them, `make story` plays them in a browser
and takes the README's pictures.
"""

from nahtlos.desk.journeys.asking import ASKING
from nahtlos.desk.journeys.lists import LIST
from nahtlos.desk.journeys.loop import ANSWERS, CHANGE, PREPARATION, WITHDRAWAL
from nahtlos.desk.journeys.places import INVITATION, SEARCH
from nahtlos.desk.journeys.steps import Do, Journey, Step

JOURNEYS: tuple[Journey, ...] = (
    SEARCH,
    ASKING,
    LIST,
    PREPARATION,
    ANSWERS,
    CHANGE,
    WITHDRAWAL,
    INVITATION,
)

__all__ = ["JOURNEYS", "Do", "Journey", "Step"]
