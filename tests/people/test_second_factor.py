"""The second factor: nothing opens between password and code, a code counts once, secrets are
sealed, and where it is required nobody works without.
"""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.foundation.vault.crypto import VaultError
from tests.cast import account
from tests.people.signing import CODE, SIGN_IN, START, with_password
from tests.reading import Page
from tests.samples import SAMPLES, SECRET, totp_code
from tests.test_access_matrix import PAGES

SET_UP = "/intern/zweiter-faktor/einrichten/"
WRONG = "Dieser Code stimmt nicht."
STAFF_PAGES = [mounted for mounted in PAGES if mounted.route.startswith(("/intern/", "/rundgang/"))]
# What somebody can do whose second factor is still missing: set it up, confirm herself, leave.
CONFINED_TO = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "account_reauthenticate",
    "account_logout",
}


@pytest.fixture
def required(settings: object) -> None:
    """An installation in earnest."""
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]


@pytest.fixture
def codes(db: None) -> list[str]:
    """Aylin with a second device; her recovery codes."""
    TOTP.activate(account("aylin"), SECRET)
    return list(RecoveryCodes.activate(account("aylin")).get_unused_codes())


def asked(client: Client, code: str) -> Page:
    """The page after typing CODE."""
    return Page(client.post(CODE, {"code": code}))


def test_password_and_code_open_the_start_page(codes: list[str]) -> None:
    client = with_password("aylin")
    assert Page(client.get(CODE)).heading() == "Noch ein Schritt"
    response = client.post(CODE, {"code": totp_code(SECRET)})
    assert (response.status_code, response["Location"]) == (302, START)
    assert client.get(START).status_code == 200


def test_between_password_and_code_one_is_nobody(codes: list[str], visitor: Client) -> None:
    client, wrong = with_password("aylin"), []
    for mounted in STAFF_PAGES:
        if mounted.name in ("mfa_authenticate", "account_login"):
            continue
        url = reverse(mounted.name, kwargs=SAMPLES[mounted.name].things(HOME))
        half, nobody = client.get(url), visitor.get(url)
        leads = {str(one.get("Location", "")).split("?")[0] for one in (half, nobody)}
        if half.status_code != nobody.status_code or len(leads - {CODE}) > 1:
            wrong.append(f"{url}: {half.status_code} {leads}, a visitor gets {nobody.status_code}")
    assert wrong == []


def test_a_code_counts_once(codes: list[str]) -> None:
    code = totp_code(SECRET)
    with_password("aylin").post(CODE, {"code": code})
    thief = with_password("aylin")
    assert WRONG in asked(thief, code).beside("code")
    assert thief.get(START)["Location"] == SIGN_IN


def test_a_recovery_code_counts_once(codes: list[str]) -> None:
    client = with_password("aylin")
    assert client.post(CODE, {"code": codes[0]})["Location"] == START
    thief = with_password("aylin")
    assert WRONG in asked(thief, codes[0]).beside("code")
    assert thief.post(CODE, {"code": codes[1]})["Location"] == START


@pytest.mark.parametrize("code", ["", "000000", "abc", "12 34 56", "9" * 10_000, "1\x002", "😀"])
def test_a_wrong_code_is_said_beside_the_field(codes: list[str], code: str) -> None:
    client = with_password("aylin")
    page = asked(client, code)
    assert page.beside("code")
    assert not re.search(r"\b(Incorrect|valid|required|[Dd]u|gib)\b", page.text)
    assert client.get(START)["Location"] == SIGN_IN


def test_six_wrong_codes_close_the_door_for_a_while(codes: list[str]) -> None:
    client = with_password("aylin")
    for _ in range(6):
        asked(client, "000000")
    page = asked(client, totp_code(SECRET))
    assert "zu viele Versuche" in page.text
    assert client.get(START)["Location"] == SIGN_IN


def test_secrets_cannot_be_read_in_the_database(codes: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert Authenticator.objects.count() == 2
    for secret in (SECRET, SECRET.lower(), *codes):
        assert secret not in kept
    seeds = [one.data.get("secret") or one.data["seed"] for one in Authenticator.objects.all()]
    assert all(len(seed) > 60 for seed in seeds), "a bare secret would be shorter"


def test_a_changed_secret_does_not_open(codes: list[str]) -> None:
    kept = Authenticator.objects.get(type="totp")
    sealed = kept.data["secret"]
    kept.data["secret"] = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(VaultError):
        TOTP(kept).validate_code(totp_code(SECRET))


@pytest.mark.parametrize(
    "mounted",
    [one for one in STAFF_PAGES if one.name not in CONFINED_TO],
    ids=lambda mounted: mounted.name,
)
def test_without_the_required_factor_every_page_leads_to_setting_it_up(
    required: None, as_: Callable[[str], Client], mounted: object
) -> None:
    name = mounted.name  # type: ignore[attr-defined]
    sample = SAMPLES[name]
    url, client = reverse(name, kwargs=sample.things(HOME)), as_("role:org_admin")
    for response in (client.get(url), client.post(url, sample.body(HOME))):
        assert (response.status_code, response["Location"]) == (302, SET_UP)


def test_who_sets_it_up_can_work(required: None, as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    assert client.get(START)["Location"] == SET_UP
    page = Page(client.get(SET_UP))
    assert page.heading() == "Zweiten Faktor einrichten"
    secret = client.session["mfa.totp.secret"]
    assert secret in page.text.replace(" ", "")
    assert WRONG in Page(client.post(SET_UP, {"code": "000000"})).beside("code")
    assert client.get(START)["Location"] == SET_UP
    client.post(SET_UP, {"code": totp_code(secret)})
    assert client.get(START).status_code == 200
    codes = Page(client.get("/intern/zweiter-faktor/ersatzcodes/"))
    assert codes.heading() == "Ihre Ersatzcodes"
    assert "10 von 10 sind noch übrig" in codes.text


def test_a_required_factor_cannot_be_switched_off(
    required: None, codes: list[str], as_: Callable[[str], Client]
) -> None:
    client = as_("aylin")
    page = Page(client.post("/intern/zweiter-faktor/abschalten/"))
    assert "In dieser Installation ist der zweite Faktor Pflicht." in page.text
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_a_voluntary_factor_can_be_switched_off(
    codes: list[str], as_: Callable[[str], Client]
) -> None:
    as_("aylin").post("/intern/zweiter-faktor/abschalten/")
    assert not Authenticator.objects.filter(type="totp").exists()
    assert with_password("aylin").get(START).status_code == 200


def test_its_pages_ask_for_the_password_again_after_a_while(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    response = client.get(SET_UP)
    assert response["Location"].startswith("/intern/konto/bestaetigen/?next=")
    page = Page(client.post("/intern/konto/bestaetigen/", {"password": "ganz falsch"}))
    assert page.beside("password") == "Das Passwort stimmt nicht."
