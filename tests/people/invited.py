"""An invitation with the link as it stands in the mail."""

from dataclasses import dataclass

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Role
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.actions import invite
from nahtlos.people.models import Invitation
from tests.cast import actor, organisation_id
from tests.records import letters

ADDRESS = "nele.neumann@verein.example"
PASSWORD = "Zwölf bunte Fähren im Nebel"


@dataclass(frozen=True)
class Invited:
    """`path` is the link's path, `token` its last part."""

    invitation: Invitation
    path: str

    @property
    def token(self) -> str:
        return self.path.strip("/").split("/")[-1]

    def again(self) -> Invitation:
        """As it stands in the database now."""
        with tenant(self.invitation.organisation_id):
            return Invitation.objects.get(pk=self.invitation.pk)


def invited(address: str = ADDRESS, *roles: Role, by: str = "fritz", key: str = HOME) -> Invited:
    """Invite ADDRESS to the organisation KEY, where BY is the administration."""
    admin = actor(by)
    with tenant(organisation_id(key), admin.account_id):
        made = invite(actor=admin, address=address, roles=roles or (Role.COACH,))
    link = letters(key)[-1].link
    return Invited(made, link[link.index("/einladung/") :])


def filled_in(**typed: str) -> dict[str, str]:
    """The form as somebody new fills it in."""
    return {"name": "Nele", "password": PASSWORD, "stamp": stamps.issue(), **typed}
