"""What the tests add to Musterland: an account for each role alone, and one of every thing in two
organisations.
"""

from nahtlos.desk.cast import HOME
from nahtlos.directory.actions import create_offer, receive_feedback
from nahtlos.foundation.access import Role
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions import save_contact, save_site
from nahtlos.people.actions import enrol, invite
from tests.cast import FOREIGN, actor, organisation_id

ROLE_PASSWORD = "nur für die Tests gedacht"
DRAFT = "Entwurf der Tests"
CONTACT = "Zuständig für die Tests"
SITE = "Standort der Tests"
SECRET_NAME = "Kunigunde Unveröffentlicht"
SECRET_PHONE = "030 23125-987"
SECRET_MAIL = "kunigunde@geheim.example"
INVITED = "eingeladen@geheim.example"
FEEDBACK = "Die Tür ist zu schmal für meinen Rollstuhl, sagt Balduin."


def furnish() -> None:
    """Called once, when the template is made; everything through the actions."""
    for role in Role:
        enrol(
            organisation_id=organisation_id(HOME),
            address=f"role-{role}@nahtlos.example",
            name=f"Rolle {role}",
            roles=[role],
            password=ROLE_PASSWORD,
        )
    for key, who in ((HOME, "role:org_admin"), (FOREIGN, "cem")):
        admin = actor(who)
        with tenant(organisation_id(key), admin.account_id):
            site = save_site(
                actor=admin,
                site=None,
                values={"name": f"{SITE} {key}", "city": "Musterstadt", "postcode": "00120"},
            )
            create_offer(
                actor=admin,
                values={
                    "title": f"{DRAFT} {key}",
                    "topics": ["wohnen_nach_haft"],
                    "summary": "Ein Satz.",
                },
            )
            save_contact(
                actor=admin,
                contact=None,
                values={
                    "function": f"{CONTACT} {key}",
                    "deputy_function": "",
                    "topics": [],
                    "published": False,
                    "site": site,
                    "membership_id": None,
                    "name": SECRET_NAME,
                    "phone": SECRET_PHONE,
                    "email": SECRET_MAIL,
                    "deputy_name": "",
                },
            )
            invite(actor=admin, address=INVITED, roles=[Role.COACH])
        receive_feedback(
            organisation_id=organisation_id(key),
            kind="barrier",
            page="/",
            text=FEEDBACK,
            reply_to="balduin@geheim.example",
        )
