"""Lists of the tests: pasted by Doro into her prison's page, and read as the page reads them."""

from contextlib import AbstractContextManager

from django.test import Client as Browser

from nahtlos.cases.models import Case
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor
from nahtlos.lists.models import ReleaseList
from tests.cases.made import inside as inside_as
from tests.cast import sign_in

PRISON, HERE = "jva-musterstadt", "MU-01"
URL = "/intern/listen/"
HEAD = "Buchnummer\tNachname\tVorname\tgeb.\tEntlassung"


def inside(who: str = "doro") -> AbstractContextManager[Actor]:
    """As WHO, inside the prison."""
    return inside_as(who, PRISON)


def browser() -> Browser:
    """Doro's."""
    return sign_in("doro")


def pasted(text: str, *, client: Browser | None = None) -> ReleaseList:
    """TEXT pasted; not taken over yet."""
    body = {"zeilen": text, "anstalt": HERE, "stamp": stamps.issue()}
    answer = (client or browser()).post(URL, body)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    with inside() as doro:
        return ReleaseList.objects.visible_to(doro).order_by("-created_at")[0]


def taken_over(text: str) -> ReleaseList:
    """TEXT pasted and taken over."""
    client = browser()
    run = pasted(text, client=client)
    assert client.post(f"{URL}{run.code}/uebernehmen/").status_code == 302
    with inside():
        return ReleaseList.objects.get(pk=run.pk)


def found(actor: Actor, number: str) -> Case:
    """The open file of who has that NUMBER."""
    rows = Case.objects.visible_to(actor).select_related("client").filter(closed_on=None)
    return next(case for case in rows if case.client.external_code == number)
