"""Addresses of accounts and teams. The names without a room are the ones the sign-in library asks
for.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path

from nahtlos.people.views import sign_in, team

app_name = "people"
_own = [
    path("organisation-waehlen/", sign_in.choose_organisation, name="choose_organisation"),
    path("team/", team.team, name="team"),
    path("team/einladen/", team.invite, name="invite"),
    path("team/einladung/<str:code>/zurueckziehen/", team.withdraw, name="withdraw"),
    path("team/<str:code>/rollen/", team.roles, name="roles"),
]
_library: list[URLPattern] = [
    path("anmelden/", sign_in.sign_in, name="account_login"),
    path("abmelden/", sign_in.sign_out, name="account_logout"),
    path("zugang/", sign_in.no_sign_up, name="account_signup"),
    path("konto/gesperrt/", sign_in.inactive, name="account_inactive"),
    path("konto/bestaetigen/", sign_in.confirm, name="account_reauthenticate"),
    path("konto/passwort/", sign_in.change_password, name="account_change_password"),
    path("passwort/vergessen/", sign_in.forgotten, name="account_reset_password"),
    path("passwort/unterwegs/", sign_in.forgotten_done, name="account_reset_password_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/gesetzt/", sign_in.new_password_done, name="account_reset_password_from_key_done"
    ),
    path("zweiter-faktor/", sign_in.second_factor, name="mfa_authenticate"),
    path("zweiter-faktor/bestaetigen/", sign_in.second_factor_again, name="mfa_reauthenticate"),
    path("zweiter-faktor/einrichten/", sign_in.activate_totp, name="mfa_activate_totp"),
    path("zweiter-faktor/abschalten/", sign_in.deactivate_totp, name="mfa_deactivate_totp"),
    path("zweiter-faktor/ersatzcodes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "zweiter-faktor/ersatzcodes/neu/",
        sign_in.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("konto/", sign_in.account_page, name="mfa_index"),
]
staff: list[URLPattern | URLResolver] = [*_library, path("", include((_own, app_name)))]
public = [path("einladung/<str:token>/", sign_in.invitation, name="invitation")]
