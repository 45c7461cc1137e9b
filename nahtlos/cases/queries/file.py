"""A case with what every page of it needs, for those who are on it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from nahtlos.cases.models import Case, CaseMember, MemberPart, Stay
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries.absence import Away, away_now
from nahtlos.cases.queries.stays import prison_name
from nahtlos.foundation.access import Actor, Role
from nahtlos.people.models import Membership
from nahtlos.people.queries import team


def case_for(actor: Actor, code: str) -> Case:
    """The case CODE with its person, stays (each with the name of its `prison`), scenarios and
    members; four statements. `is_one_of_many`: there are further files of the person.
    Case.DoesNotExist for strangers, for colleagues who are not on it, and for who accompanies
    nobody.
    """
    members = CaseMember.objects.select_related("membership__account").annotate(
        away=away_now("membership")
    )
    stays = Stay.objects.annotate(prison=prison_name("prison_code")).prefetch_related("scenarios")
    others = Case.objects.filter(client=OuterRef("client")).exclude(pk=OuterRef("pk"))
    rows = _visible(actor).prefetch_related(
        Prefetch("stays", stays), Prefetch("members", members.order_by("since", "pk"))
    )
    return rows.annotate(is_one_of_many=Exists(others)).get(code=code)


def case_with_person(actor: Actor, code: str) -> Case:
    """The case CODE with its person and nothing else, for pages that show no stay and no members;
    one statement. Case.DoesNotExist as for `case_for`.
    """
    return _visible(actor).get(code=code)


def _visible(actor: Actor) -> QuerySet[Case]:
    if not actor.has(*CASEWORK):
        raise Case.DoesNotExist
    return Case.objects.visible_to(actor).select_related("client")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody who is or was on a case. `code` is the membership's. `away_until`: her last day
    away, where she is away today. `stands_in_for`: the name of the lead in whose place she is
    there, SINCE and UNTIL being the days of that.
    """

    code: str
    name: str
    part: str
    since: date
    until: date | None
    away_until: date | None = None
    stands_in_for: str = ""

    @property
    def part_label(self) -> str:
        """What she is there, in German."""
        if self.stands_in_for:
            return f"in Vertretung für {self.stands_in_for}"
        return str(MemberPart(self.part).label)


def _line(row: CaseMember) -> MemberLine:
    membership, away = row.membership, Away.of(row)
    return MemberLine(
        membership.code,
        membership.account.name,
        row.part,
        row.since,
        row.until,
        away_until=away.last_day if away else None,
    )


def members_of(case: Case) -> list[MemberLine]:
    """Who reads CASE now: the lead first, then who stands in for her today, the deputy, then by
    name. No statement where CASE was fetched by `case_for`.
    """
    parts = list(MemberPart)
    rows = [row for row in case.members.all() if row.until is None]
    now = sorted(map(_line, rows), key=lambda line: (parts.index(MemberPart(line.part)), line.name))
    there = {line.code for line in now}
    standing_in = [_standing_in(row) for row in rows if row.part == MemberPart.LEAD]
    return now[:1] + [one for one in standing_in if one and one.code not in there] + now[1:]


def _standing_in(row: CaseMember) -> MemberLine | None:
    """Who stands in for the lead of ROW today."""
    away = Away.of(row)
    if away is None:
        return None
    name = row.membership.account.name
    return MemberLine(
        away.code,
        away.name,
        MemberPart.DEPUTY,
        away.first_day,
        away.last_day,
        stands_in_for=name,
    )


def lead_of(case: Case) -> MemberLine | None:
    """Who leads CASE; where nobody does any more, who led it last, with the day on which that
    ended: the day she left, or the day the case was closed.
    """
    led = [row for row in case.members.all() if row.part == MemberPart.LEAD]
    if not led:
        return None
    row = max(led, key=lambda row: (row.until is None, row.until or date.min, row.since))
    line = _line(row)
    until = line.until or case.closed_on
    return MemberLine(line.code, line.name, line.part, line.since, until)


def part_in(actor: Actor, case: Case) -> str:
    """What ACTOR is in CASE now; somebody who stands in is a deputy; '' where she is not on it."""
    now = [row for row in case.members.all() if row.until is None]
    own = next((row.part for row in now if row.account_id == actor.account_id), "")
    leads = [row.account_id for row in now if row.part == MemberPart.LEAD]
    return own or (MemberPart.DEPUTY if actor.stands_in_for.intersection(leads) else "")


def member_choices(actor: Actor) -> QuerySet[Membership]:
    """The colleagues who can be on a case."""
    return team(actor).filter(roles__overlap=[str(role) for role in Role if role in CASEWORK])


def member_choice(actor: Actor, code: str) -> Membership:
    """One of them; Membership.DoesNotExist for somebody of another organisation as for nobody."""
    return member_choices(actor).get(code=code)
