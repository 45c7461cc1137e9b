"""The people of the demonstration, the tests and the tour: the same invented persons everywhere."""

from dataclasses import dataclass

from nahtlos.foundation.access import Role

HOME = "wegbegleitung-musterland"


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody who can sign in. `organisation` is the key of an organisation of Musterland; `does`
    says what she is there for.
    """

    key: str
    name: str
    organisation: str
    roles: tuple[Role, ...]
    does: str

    @property
    def email(self) -> str:
        """The address of the account."""
        return f"{self.key}@nahtlos.example"


CAST: tuple[CastMember, ...] = (
    CastMember("aylin", "Aylin", HOME, (Role.COACH,), "Integrationscoach"),
    CastMember("bernd", "Bernd", HOME, (Role.COACH,), "Integrationscoach, nicht an Aylins Fällen"),
    CastMember("helga", "Helga", HOME, (Role.LEAD,), "Fachleitung"),
    CastMember("fritz", "Fritz", HOME, (Role.ORG_ADMIN,), "Verwaltung der Organisation"),
    CastMember("guel", "Gül", HOME, (Role.DATA_PROTECTION,), "Datenschutzbeauftragte"),
    CastMember(
        "cem",
        "Cem",
        "wohnhilfe-sued",
        (Role.PARTNER_INTAKE, Role.ORG_ADMIN),
        "Aufnahme und Verwaltung",
    ),
    CastMember(
        "doro", "Doro", "jva-musterstadt", (Role.PRISON_SOCIAL,), "Sozialdienst der Anstalt"
    ),
    CastMember(
        "lars",
        "Lars",
        "jva-musterstadt",
        (Role.PRISON_FAMILY, Role.ORG_ADMIN),
        "Familienbeauftragter und Verwaltung",
    ),
    CastMember(
        "edda",
        "Edda",
        "landesfachstelle-kvi",
        (Role.COORDINATION, Role.ORG_ADMIN),
        "Landesfachstelle",
    ),
    CastMember(
        "mina", "Mina", "justizministerium-musterland", (Role.MINISTRY,), "Ministerium, lesend"
    ),
)
BY_KEY = {member.key: member for member in CAST}
