"""Sessions: they end when nobody is there, at the end of the day, and wherever one says so."""

import re
from collections.abc import Callable
from time import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Role
from nahtlos.people.actions import enrol
from tests.cast import FOREIGN, account, organisation, organisation_id
from tests.people.signing import SIGN_IN, START, password_of, with_password
from tests.reading import Page

CHOOSE = "/intern/organisation-waehlen/"
MINUTE = 60


def let_pass(client: Client, **ago: float) -> None:
    """Move what the session remembers into the past, in seconds."""
    session = client.session
    for name, seconds in ago.items():
        session[name] = int(time() - seconds)
    session.save()


def test_half_an_hour_without_a_request_ends_the_session(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    assert client.get(START).status_code == 200
    let_pass(client, seen=30 * MINUTE + 1)
    response = client.get("/intern/angebote/")
    assert response["Location"] == f"{SIGN_IN}?abgelaufen=1"
    page = Page(client.get(response["Location"]))
    assert "Sie waren eine Weile nicht da. Zur Sicherheit haben wir Sie abgemeldet." in page.text
    assert client.get(START)["Location"] == SIGN_IN


def test_who_works_stays_signed_in(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    for _ in range(4):
        let_pass(client, seen=20 * MINUTE)
        assert client.get(START).status_code == 200


def test_ten_hours_end_the_session_whoever_works(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    assert client.get(START).status_code == 200
    let_pass(client, began=10 * 3600 + 1, seen=MINUTE)
    assert client.get(START)["Location"] == f"{SIGN_IN}?abgelaufen=1"
    assert client.get(START)["Location"] == SIGN_IN


def test_a_half_filled_form_of_an_ended_session_writes_nothing(
    as_: Callable[[str], Client],
) -> None:
    client = as_("fritz")
    client.get(START)
    let_pass(client, seen=31 * MINUTE)
    before = organisation().about
    client.post("/intern/organisation/bearbeiten/", {"name": "Wer", "about": "anders"})
    assert organisation().about == before


def test_one_ends_the_sessions_of_other_devices(db: None) -> None:
    here, there = with_password("aylin"), with_password("aylin", HTTP_USER_AGENT="Firefox/140")
    page = Page(here.get("/intern/konto/"))
    assert "Firefox" in page.text
    assert "dieses Gerät" in page.text
    done = Page(here.post("/intern/konto/", follow=True))
    assert "Beendete andere Anmeldungen: 1." in done.text
    assert here.get(START).status_code == 200
    assert there.get(START)["Location"] == SIGN_IN


def test_nobody_ends_the_sessions_of_somebody_else(db: None) -> None:
    aylin, bernd = with_password("aylin"), with_password("bernd")
    bernd.post("/intern/konto/")
    assert aylin.get(START).status_code == 200


def test_changing_the_password_ends_every_session(as_: Callable[[str], Client]) -> None:
    here, there = with_password("aylin"), with_password("aylin")
    new = "Elf stille Deiche hinter Husum"
    typed = {"oldpassword": password_of("aylin"), "password1": new, "password2": new}
    here.post("/intern/konto/passwort/", typed)
    assert account("aylin").check_password(new)
    for client in (here, there):
        assert client.get(START)["Location"] == SIGN_IN


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"oldpassword": "falsch"}, "oldpassword", "Das ist nicht Ihr bisheriges Passwort."),
        ({"password2": "anders als oben"}, "password2", "Die beiden Passwörter sind nicht gleich."),
        ({"password1": "kurz", "password2": "kurz"}, "password1", "mindestens 12 Zeichen"),
    ],
)
def test_what_is_wrong_with_another_password_is_said_formally(
    as_: Callable[[str], Client], changed: dict[str, str], field: str, sentence: str
) -> None:
    new = "Elf stille Deiche hinter Husum"
    typed = {"oldpassword": password_of("aylin"), "password1": new, "password2": new, **changed}
    page = Page(as_("aylin").post("/intern/konto/passwort/", typed))
    assert sentence in page.beside(field)
    assert not re.search(r"\b([Dd]u|[Dd]ein\w*|gib|Wiederholung)\b", page.text)
    assert account("aylin").check_password(password_of("aylin"))


def test_a_session_dies_with_its_account(as_: Callable[[str], Client]) -> None:
    client, person = as_("aylin"), account("aylin")
    person.is_active = False
    person.save()
    assert client.get(START)["Location"] == SIGN_IN


def test_the_session_cookie_cannot_be_read_by_scripts(db: None) -> None:
    cookie = with_password("aylin").cookies["nahtlos"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it ends with the browser"
    assert Session.objects.filter(session_key=cookie.value).exists()


@pytest.fixture
def cem_twice(db: None) -> Client:
    """Cem, who belongs to two organisations, signed in and nowhere yet."""
    enrol(
        organisation_id=organisation_id(HOME),
        address=account("cem").email,
        name="Cem",
        roles=[Role.COACH],
        password="",
    )
    return with_password("cem")


def test_who_belongs_to_several_chooses_one(cem_twice: Client) -> None:
    assert cem_twice.get(START)["Location"] == CHOOSE
    page = Page(cem_twice.get(CHOOSE))
    assert page.heading() == "Für wen arbeiten Sie jetzt?"
    assert {organisation(HOME).name, organisation(FOREIGN).name} <= set(
        re.findall("|".join([organisation(HOME).name, organisation(FOREIGN).name]), page.text)
    )
    cem_twice.post(CHOOSE, {"organisation": organisation(FOREIGN).slug})
    assert cem_twice.get("/intern/team/").status_code == 200


def test_in_one_organisation_the_other_does_not_exist(cem_twice: Client) -> None:
    drafts = {key: f"Entwurf der Tests {key}" for key in (HOME, FOREIGN)}
    for here, there in ((HOME, FOREIGN), (FOREIGN, HOME)):
        cem_twice.post(CHOOSE, {"organisation": organisation(here).slug})
        text = Page(cem_twice.get("/intern/angebote/")).text
        assert drafts[here] in text
        assert drafts[there] not in text
    cem_twice.post(CHOOSE, {"organisation": organisation(HOME).slug})
    assert cem_twice.get("/intern/team/").status_code == 404, "at home he is a coach"


@pytest.mark.parametrize("slug", ["", "landesfachstelle-kvi", "gibt-es-nicht", "a\x00b"])
def test_nobody_chooses_an_organisation_she_does_not_belong_to(
    cem_twice: Client, slug: str
) -> None:
    page = Page(cem_twice.post(CHOOSE, {"organisation": slug}))
    assert page.status == 422
    assert page.beside("organisation")
    assert cem_twice.get(START)["Location"] == CHOOSE


def test_a_forged_choice_in_the_session_is_worth_nothing(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    session = client.session
    session["organisation"] = str(organisation_id(FOREIGN))
    session.save()
    assert f"Entwurf der Tests {FOREIGN}" not in Page(client.get("/intern/angebote/")).text
    assert f"Entwurf der Tests {HOME}" in Page(client.get("/intern/angebote/")).text
