"""The shape of what people type about accounts and teams."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import QueryDict

from nahtlos.foundation.access import Role
from nahtlos.people.models import ROLE_CHOICES, Membership
from nahtlos.people.passwords import StrongEnough

MAIL_ERRORS = {
    "required": "Bitte geben Sie eine E-Mail-Adresse an.",
    "invalid": "Das ist keine vollständige E-Mail-Adresse. Beispiel: name@verein.example",
}
PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


MISTYPED = "Die beiden Passwörter sind nicht gleich. Bitte tippen Sie es noch einmal."


def _plain(field: forms.Field) -> None:
    field.widget.attrs.pop("placeholder", None)


def _new_password(form: forms.Form) -> None:
    """Our words for a new password and its second typing."""
    form.fields["password1"].label = "Neues Passwort"
    form.fields["password1"].help_text = StrongEnough().get_help_text()
    form.fields["password2"].label = "Neues Passwort noch einmal"
    for field in form.fields.values():
        _plain(field)


def _say_mistyped(form: forms.Form) -> None:
    """The library's own sentence is not for adults who are addressed formally."""
    if form.data.get("password2") and form.errors.pop("password2", None):
        form.add_error("password2", MISTYPED)


class SignInForm(LoginForm):
    """Mail address and password, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-Mail-Adresse"
        self.fields["login"].error_messages.update(MAIL_ERRORS)
        self.fields["password"].label = "Passwort"
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Bitte geben Sie Ihr Passwort ein."
        self.fields.pop("remember", None)
        for field in self.fields.values():
            _plain(field)


class ForgottenPasswordForm(ResetPasswordForm):
    """Where the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-Mail-Adresse"
        self.fields["email"].error_messages.update(MAIL_ERRORS)
        _plain(self.fields["email"])


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        clean: dict[str, Any] = super().clean()
        _say_mistyped(self)
        return clean


class OtherPasswordForm(ChangePasswordForm):
    """Another password for an account that knows its present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Ihr bisheriges Passwort"
        _new_password(self)

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        clean: dict[str, Any] = super().clean()
        _say_mistyped(self)
        return clean


class ConfirmForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Passwort"
        _plain(self.fields["password"])


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    address = forms.EmailField(label="E-Mail-Adresse", max_length=254, error_messages=MAIL_ERRORS)
    roles = forms.MultipleChoiceField(
        label="Rollen",
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens eine Rolle."},
    )

    def chosen_roles(self) -> list[Role]:
        """The roles as the action wants them."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class RolesForm(forms.Form):
    """The roles of a member."""

    roles = InviteForm.base_fields["roles"]

    def chosen_roles(self) -> list[Role]:
        """The roles as the action wants them."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class AcceptForm(forms.Form):
    """Name and password of a new account; both are left away where the address already has one."""

    name = forms.CharField(
        label="Ihr Name",
        max_length=120,
        help_text="So sehen Sie Ihre Kolleginnen und Kollegen.",
        error_messages={
            "required": "Bitte geben Sie Ihren Namen an.",
            "max_length": "Bitte höchstens 120 Zeichen.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Passwort",
        max_length=200,
        help_text=StrongEnough().get_help_text(),
        widget=PASSWORD,
        error_messages={
            "required": "Bitte wählen Sie ein Passwort.",
            "max_length": "Bitte höchstens 200 Zeichen.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, has_account: bool) -> None:
        super().__init__(data)
        if has_account:
            self.fields.clear()

    def clean_password(self) -> str:
        """Long and not guessable."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class EndMembershipForm(forms.Form):
    """Who takes over what a leaving member answers for."""

    successor = forms.ModelChoiceField(
        label="Wer übernimmt die Zuständigkeiten?",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Bitte wählen",
        error_messages={
            "required": "Für diese Zuständigkeiten braucht es eine Nachfolge."
            " Bitte wählen Sie eine Person."
        },
    )

    def __init__(
        self, data: QueryDict | None = None, *, colleagues: QuerySet[Membership], needed: bool
    ) -> None:
        super().__init__(data)
        field = self.fields["successor"]
        field.required = needed
        field.queryset = colleagues  # type: ignore[attr-defined]
        field.label_from_instance = lambda member: member.account.name  # type: ignore[attr-defined]
        field.to_field_name = "code"  # type: ignore[attr-defined]


class ChooseOrganisationForm(forms.Form):
    """Which of one's organisations to work in."""

    organisation = forms.ChoiceField(
        label="Organisation",
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie eine Organisation."},
    )

    def __init__(self, data: QueryDict | None = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
