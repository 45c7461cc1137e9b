"""What the tests add to Musterland: an account for each role alone, and one of every thing in two
organisations.
"""

from datetime import date, timedelta

from django.db import connections

from nahtlos.cases.actions import NewCase, add_member, answer_question, open_plan
from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK
from nahtlos.conferences.actions import plan_conference, write_minutes
from nahtlos.conferences.rules.details import Details
from nahtlos.consents.actions import prepare_consent
from nahtlos.desk.cast import HOME
from nahtlos.directory.actions import create_offer, receive_feedback
from nahtlos.directory.actions.lexicon import save_entry
from nahtlos.directory.actions.loading import load_visiting
from nahtlos.directory.rules.catalogue import VisitingFact
from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.actions import save_contact, save_site
from nahtlos.organisations.models import Prison, Site
from nahtlos.people.actions import enrol, invite
from nahtlos.people.queries import team
from tests.cast import FOREIGN, actor, begin_case, organisation, organisation_id
from tests.intake import sampled
from tests.lands import sampled as lands
from tests.records_room.made import furnish as furnish_records

ROLE_PASSWORD = "nur für die Tests gedacht"
DRAFT = "Entwurf der Tests"
TAUGHT = "Probewort der Tests"
CONTACT = "Zuständig für die Tests"
SITE = "Standort der Tests"
SECRET_NAME = "Kunigunde Unveröffentlicht"
SECRET_PHONE = "030 23125-987"
SECRET_MAIL = "kunigunde@geheim.example"
INVITED = "eingeladen@geheim.example"
FEEDBACK = "Die Tür ist zu schmal für meinen Rollstuhl, sagt Balduin."
# A case of the home organisation that none of the role accounts is on.
OTHER = f"{HOME}#other"
# {whose case: who leads it}; `tests.cast` knows them by these names.
LEADS = {HOME: "role:coach", OTHER: "role:other", FOREIGN: "role:foreign"}
CASE_GIVEN = "Kunibert"
CASE_FAMILY = "Verschwiegen"
CASE_PHONE = "0152 00009911"
CASE_BORN = date(1983, 7, 19)
CASE_ANSWER = "Bei Tante Hildegund in der Kammer"
CONFERENCE_SAID = "Wunibald zieht zu seiner Tante, sagt er."
CONSENT_WORDS = "damit Balthasar nicht im Hafen schläft"


def furnish() -> None:
    """Called once, when the template is made; everything through the actions."""
    with connections["owner"].cursor() as cursor:
        # What visitors of the demonstration reported; tests report themselves.
        cursor.execute("TRUNCATE upkeep_entryreport")
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
            furnish_prison(site, key)
        receive_feedback(
            organisation_id=organisation_id(key),
            kind="barrier",
            page="/",
            text=FEEDBACK,
            reply_to="balduin@geheim.example",
        )
    furnish_lexicon()
    sampled.furnish()
    lands.furnish()
    furnish_cases()


def furnish_prison(site: Site, key: str) -> None:
    """Makes the site of the tests a prison that says two things about visits."""
    Prison.objects.create(
        site=site,
        organisation=site.organisation,
        xjustiz_id=f"T-{key}"[:20],
        short_name=f"Haus der Tests {key}",
        kind="prison",
        run_by_id="MU",
        kinds=["men", "remand"],
    )
    told = (("kinderecke", "ja, klein"), ("besuchszeiten", "Mo 9:00–11:00"))
    load_visiting(
        site,
        [
            VisitingFact("", field, value, None, "https://haus.example", today(), "high")
            for field, value in told
        ],
    )


def furnish_lexicon() -> None:
    """What a coordination office of each organisation taught the finder."""
    enrol(
        organisation_id=organisation_id(FOREIGN),
        address="role-teaching@nahtlos.example",
        name="Koordinierung der Wohnhilfe",
        roles=[Role.COORDINATION],
        password=ROLE_PASSWORD,
    )
    for key, who in ((HOME, "role:coordination"), (FOREIGN, "role:teaching")):
        office = actor(who)
        with tenant(office.organisation, office.account_id):
            save_entry(actor=office, entry=None, kind="same", text=f"{TAUGHT}, Lehrwort {key}")


def furnish_cases() -> None:
    """A case for each row of the matrix: everybody who accompanies people is on the first one."""
    for key, who in LEADS.items():
        if key != HOME:
            enrol(
                organisation_id=organisation_id(key.partition("#")[0]),
                address=f"{who.replace(':', '-')}@nahtlos.example",
                name=f"Kollegin {who.partition(':')[2]}",
                roles=[Role.COACH],
                password=ROLE_PASSWORD,
            )
        furnish_case(key)


def furnish_case(key: str) -> None:
    """One case with a plan, an answer and, at home, all its members."""
    lead = actor(LEADS[key])
    with tenant(organisation_id(key.partition("#")[0]), lead.account_id):
        case = begin_case(
            lead,
            NewCase(
                given_name=CASE_GIVEN,
                family_name=CASE_FAMILY,
                phone=CASE_PHONE,
                born_on=CASE_BORN,
                custody="sentence",
                admitted_on=today() - timedelta(days=200),
                scenario="two_thirds",
                release_on=today() + timedelta(days=60),
            ),
        )
        open_plan(actor=lead, case=case)
        answer = {"state": "secured", "words": CASE_ANSWER}
        answer_question(actor=lead, case=case, question="bed", values=answer, version="")
        names = {f"Rolle {role}" for role in CASEWORK} | {"Bernd"} if key == HOME else {"Aylin"}
        for colleague in team(lead).filter(account__name__in=names):
            add_member(actor=lead, case=case, membership=colleague)
        furnish_conference(lead, case)
        furnish_consent(lead, case, FOREIGN if key != FOREIGN else HOME)
        furnish_records(lead, case)


def furnish_conference(lead: Actor, case: Case) -> None:
    """A meeting that was yesterday, with a draft of its minutes."""
    details = Details(now() - timedelta(days=1), 60, "in_person", "Raum 3")
    made = plan_conference(actor=lead, case=case, details=details)
    made.refresh_from_db()
    write_minutes(actor=lead, conference=made, text=CONFERENCE_SAID, version=version_of(made))


def furnish_consent(lead: Actor, case: Case, receiver: str) -> None:
    """A consent that waits for its signature."""
    values = {
        "to_organisation": organisation(receiver),
        "to_function": "Aufnahme",
        "from_function": "Integrationscoach",
        "purpose": "housing",
        "purpose_words": CONSENT_WORDS,
        "categories": ["PERS", "WOH", "SCH"],
        "extent": ["status", "talk"],
        "valid_from": today(),
        "valid_until": today() + timedelta(days=180),
    }
    prepare_consent(actor=lead, case=case, values=values)
