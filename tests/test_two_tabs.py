"""Every form about a person, sent from two tabs that both showed the same state: nothing that was
typed is lost, neither what was saved first nor what came second, and nobody runs into a wall.
"""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access.page import MountedPage
from tests.cast import account
from tests.reading import Page
from tests.samples import SAMPLES, Body
from tests.test_access_matrix import ACTORS, STAFF, client_of, rule, undone
from tests.test_extra_fields import FORMS, everything

ROOMS = ("cases", "conferences", "consents", "intake", "lists", "records", "referrals")
ABOUT_PERSONS = [mounted for mounted in FORMS if mounted.name.partition(":")[0] in ROOMS]
GONE = "Vielleicht ist es gerade schon erledigt oder gelöscht worden"
FIRST, SECOND = "Erster Reiter: Anna rief an.", "Zweiter Reiter: Bernd rief an."


def who_opens(mounted: MountedPage) -> str:
    """Who sends the form: whoever works with cases, else the first who may."""
    opens = rule(mounted).cases.opens
    return next(one for one in ("coach", *ACTORS) if one in opens)


def filled(mounted: MountedPage, client: Client, url: str, text: str) -> tuple[Body, list[str]]:
    """(the form as it stands on the page of one tab, with TEXT in every field for longer texts; the
    names of these).
    """
    sample, declared = SAMPLES[mounted.name], rule(mounted)
    controls = []
    if "GET" in declared.methods:
        controls += Page(client.get(f"{url}?{sample.query}", follow=True)).elements
    if sample.first:
        controls += Page(client.post(url, sample.first(HOME))).elements
    body = sample.typed(client, url) if sample.typed else sample.body(HOME)
    names = {one.attributes.get("name", "") for one in controls if one.tag == "textarea"}
    texts = sorted(name for name in names if body.get(name))
    return {**body, **dict.fromkeys(texts, text)}, texts


@pytest.mark.parametrize("mounted", ABOUT_PERSONS, ids=lambda mounted: mounted.name)
def test_two_tabs_lose_nothing(mounted: MountedPage, db: None) -> None:
    sample, who = SAMPLES[mounted.name], who_opens(mounted)
    url = reverse(mounted.name, kwargs=sample.things(HOME))
    with undone():
        if who in STAFF:
            sample.arrange(account(f"role:{who}"))
        tabs = (client_of(who), client_of(who))
        (early, texts), (late, _) = (
            filled(mounted, tab, url, text) for tab, text in zip(tabs, (FIRST, SECOND), strict=True)
        )
        saved = tabs[0].post(url, early)
        assert saved.status_code == rule(mounted).cases.post
        answer = tabs[1].post(url, late)
        shown = unescape(answer.content.decode(errors="replace"))
        assert answer.status_code in (200, 302, 409, 422) or GONE in shown, answer.status_code
        kept = "\n".join([*everything(), shown])
        for text in (FIRST, SECOND) if texts else ():
            assert text in kept, f"{text} is lost ({texts})"


def test_forms_with_longer_texts_are_among_them() -> None:
    assert len(ABOUT_PERSONS) > 60


def test_what_was_written_into_something_deleted_meanwhile_is_still_there(db: None) -> None:
    things = SAMPLES["records:note"].things(HOME)
    url, client = reverse("records:note", kwargs=things), client_of("coach")
    body = {**SAMPLES["records:note"].body(HOME), "text": SECOND}
    removal = SAMPLES["records:remove_note"].body(HOME)
    removed = client_of("coach").post(reverse("records:remove_note", kwargs=things), removal)
    assert removed.status_code == 302
    answer = client.post(url, body)
    assert answer.status_code == 404
    page = Page(answer)
    assert GONE in page.text
    assert SECOND in [one.text() for one in page.elements if one.tag == "textarea"]
    assert all(str(version) not in page.source for version in (body["version"],))


def test_a_stranger_reads_nothing_back(db: None) -> None:
    answer = Client().post(
        "/intern/faelle/X-0000-0/", {"text": SECOND, "password": "drei kurze Worte"}
    )
    assert SECOND not in answer.content.decode()
    own = client_of("coach").post("/intern/gibt-es-nicht/", {"password": "drei kurze Worte"})
    assert "drei kurze Worte" not in own.content.decode()
