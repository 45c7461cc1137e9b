"""Who is meant: the search over the names of an organisation, and who may be somebody already
there.

Names are sealed. They are opened for one question at a time and kept nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery, Sum

from nahtlos.cases.models import Case, CaseMember, Client, MemberPart, NameShelf
from nahtlos.cases.queries.stays import prison_name
from nahtlos.cases.rules.names import Named, Register, named, split_name
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.codes import is_code
from nahtlos.foundation.limits import PERSON_SEARCH, within_for
from nahtlos.foundation.ruling import states

SHELVES: Final = 32  # an organisation with 5,000 persons has 156 names on each
SHORTEST: Final = 2  # letters that somebody must type before anything is looked for
HITS: Final = 20
MANY: Final = 500  # persons of a name among whom are those the actor may know
_APART: Final = "\x1f"  # between the parts of a name; no form lets it through


def shelf_of(key: UUID) -> int:
    """The number of the shelf on which a person's name stands."""
    return key.int % SHELVES


def name_of(client: Client) -> Named:
    """CLIENT as she is looked for."""
    return named(
        client.pk.hex,
        given=client.given_name,
        family=client.family_name,
        called=client.called,
        born_on=client.born_on,
        number=client.external_code,
        leads_to=client.leads_to_id.hex if client.leads_to_id else "",
    )


def shelf_text(people: Iterable[Named]) -> str:
    """PEOPLE as the text of a shelf."""
    return "\n".join(_APART.join(one) for one in people)


def read_shelf(shelf: NameShelf) -> list[Named]:
    """Who stands on SHELF."""
    lines = (shelf.names or "").split("\n")
    return [Named(*line.split(_APART)) for line in lines if line]


def register_of(actor: Actor) -> Register:
    """Everybody of ACTOR's organisation, in one statement. Where the shelves do not hold everybody
    (rows may come from a backup, or from before there were any), the persons themselves are read,
    which is right and slow, until the nightly job has filled them.
    """
    people = Client.objects.filter(organisation_id=actor.organisation)
    counted = people.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    rows = NameShelf.objects.filter(organisation_id=actor.organisation)
    shelves: list[Any] = list(rows.annotate(everybody=Subquery(counted)))
    if not shelves or sum(shelf.gathered for shelf in shelves) != shelves[0].everybody:
        return Register(map(name_of, people))
    return Register(one for shelf in shelves for one in read_shelf(shelf))


def holds_everybody(organisation: UUID) -> bool:
    """Whether as many names stand on the shelves as there are persons."""
    shelves = NameShelf.objects.filter(organisation_id=organisation)
    gathered = shelves.aggregate(n=Sum("gathered"))["n"] or 0
    return bool(gathered == Client.objects.filter(organisation_id=organisation).count())


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One file of somebody who may be meant. `person` is her key in the register; `lead` led it
    last; `reasons` say why it may be the same person, () where somebody looked for a name.
    """

    person: str
    code: str
    name: str
    born_on: date | None
    number: str
    lead: str
    prison: str
    release_on: date | None
    opened_on: date
    closed_on: date | None
    reasons: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What sort of file it is."""
        if self.closed_on:
            return f"Akte von {self.closed_on.year} (geschlossen)"
        return f"läuft seit {self.opened_on.year}"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search came to. `hidden`: there may be a file that the actor must not open; nothing
    else is said of it. `more`: further ones were left out.
    """

    hits: tuple[PersonHit, ...] = ()
    hidden: bool = False
    more: bool = False


@states(
    "Begleitung",
    "Gesucht wird nur in der eigenen Organisation. Gibt es dort vielleicht eine Akte, die Sie nicht"
    " öffnen dürfen, steht da ein einziger Satz ohne Namen.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_search.py::test_a_file_i_may_not_open_gives_one_sentence_without_a_name",
        "tests/cases/test_search.py::test_of_other_organisations_nothing_is_found",
    ),
)
def search_people(actor: Actor, typed: str) -> Sought:
    """The files ACTOR may open of those who go by what was TYPED (a name, part of one, the number
    of a prison, a code), the nearest first, closed ones too.
    """
    mine = Case.objects.visible_to(actor)
    code = typed.strip().upper()
    if is_code(code):
        also = Client.objects.filter(code=code, leads_to__isnull=False).values("leads_to")
        named_so = Q(code=code) | Q(client__code=code) | Q(client__in=also)
        return Sought(tuple(hits_of(mine.filter(named_so), [])))
    register = register_of(actor)
    likely = _likely(register, typed)
    keys = [*likely, *register.find(typed, MANY)]
    found = hits_of(mine.filter(client__in=keys), keys, spelt=typed.casefold().split())
    known = {hit.person for hit in found}
    hidden = any(key not in known for key in likely) and may_be_told(actor)
    return Sought(tuple(found[:HITS]), hidden, more=len(found) > HITS)


def may_be_told(actor: Actor) -> bool:
    """That there may be a file somebody must not open is told to her at most so often an hour, and
    it stays in the chain: nobody tries names out. What was typed is recorded nowhere.
    """
    if actor.account_id is None or not within_for(PERSON_SEARCH, actor.account_id):
        return False
    audit.record(actor, Verb.SEARCHED, "case", "", {"by": "name", "found": 0})
    return True


def _likely(register: Register, typed: str) -> list[str]:
    """Who is so likely meant that it is worth asking whether or not she is known. A family name
    alone is not enough: it would tell who is somebody's client.
    """
    given, family = split_name(typed)
    entry = named(given=given, family=family, number=typed)
    if not (entry.given and entry.family) and not any(c.isdigit() for c in entry.number):
        return []
    return [one.key for one in register.alike(entry)]


def doubles_of(actor: Actor, entry: Named, register: Register | None = None) -> Sought:
    """Who may be the person that ENTRY is about to be, at most five persons with reasons; ENTRY
    itself, where she is there already, is none.
    """
    alike = (register or register_of(actor)).alike(entry)
    found = {one.key: one.reasons for one in alike if one.key != entry.key}
    if not found:
        return Sought()
    mine = Case.objects.visible_to(actor).filter(client__in=found)
    hits = hits_of(mine, list(found), found)
    return Sought(tuple(hits), hidden=len({hit.person for hit in hits}) < len(found))


def hits_of(
    cases: Any,  # noqa: ANN401 (a queryset that gets annotations)
    order: Sequence[str],
    why: dict[str, tuple[str, ...]] | None = None,
    *,
    spelt: Sequence[str] = (),
) -> list[PersonHit]:
    """The files of CASES, in ORDER of their persons; first whoever is SPELT just so, letter for
    letter.
    """
    leads = CaseMember.objects.filter(case=OuterRef("pk"), part=MemberPart.LEAD)
    last = leads.order_by(F("until").desc(nulls_first=True), "-since")
    rows = cases.select_related("client").annotate(
        running=FilteredRelation("stays", condition=Q(stays__ended_on=None)),
        release_on=F("running__release_on"),
        prison=prison_name("running__prison_code"),
        lead=Subquery(last.values("membership__account__name")[:1]),
    )
    places = {key: place for place, key in enumerate(order)}

    def place(case: Any) -> tuple[bool, int, bool, date]:  # noqa: ANN401 (as above)
        written = f"{case.client.full_name} {case.client.called}".casefold()
        return (
            not all(word in written for word in spelt),
            places.get(case.client_id.hex, 0),
            case.closed_on is not None,
            case.opened_on,
        )

    return [_hit(case, (why or {}).get(case.client_id.hex, ())) for case in sorted(rows, key=place)]


def _hit(case: Any, why: tuple[str, ...]) -> PersonHit:  # noqa: ANN401 (as above)
    client = case.client
    return PersonHit(
        person=case.client_id.hex,
        code=case.code,
        name=client.shown_name,
        born_on=date.fromisoformat(client.born_on) if client.born_on else None,
        number=client.external_code,
        lead=case.lead or "",
        prison=case.prison or "",
        release_on=case.release_on,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        reasons=why,
    )
