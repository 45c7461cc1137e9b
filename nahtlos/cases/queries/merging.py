"""Two files of one person: which may be it, what they say, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from nahtlos.cases.models import Case, Client, ClientMerge
from nahtlos.cases.queries.names import PersonHit, Sought, doubles_of, hits_of, name_of
from nahtlos.cases.rules.merging import LABELS, Pair, pairs, separated
from nahtlos.foundation.access import Actor
from nahtlos.foundation.versions import version_of
from nahtlos.people.models import Membership


def said_of(client: Client) -> dict[str, str]:
    """{field: what stands there} of what is compared; '' for what nobody knows."""
    return {name: getattr(client, name) or "" for name in LABELS}


def may_be_doubles(actor: Actor, case: Case) -> Sought:
    """Files ACTOR may open that may be about the person of CASE, of the same kind."""
    found = doubles_of(actor, name_of(case.client))
    codes = [hit.code for hit in found.hits]
    same = Case.objects.visible_to(actor).filter(code__in=codes, kind=case.kind)
    kept = set(same.values_list("code", flat=True))
    return Sought(tuple(hit for hit in found.hits if hit.code in kept), found.hidden)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Two persons side by side. `version` is the state of both; `files` are all files that would be
    one person's.
    """

    case: Case
    other: Case
    pairs: tuple[Pair, ...]
    files: tuple[PersonHit, ...]
    version: str


def version_of_both(kept: Client, folded: Client) -> str:
    """The state of two persons, for the hidden field of the preview."""
    return f"{version_of(kept)} {version_of(folded)}"


def merge_preview(actor: Actor, case: Case, other: Case) -> MergePreview:
    """What would become of CASE and OTHER, which were both fetched for ACTOR."""
    kept, folded = case.client, other.client
    mine = Case.objects.visible_to(actor).filter(client__in=[kept.pk, folded.pk])
    return MergePreview(
        case=case,
        other=other,
        pairs=pairs(said_of(kept), said_of(folded)),
        files=tuple(hits_of(mine, [kept.pk.hex, folded.pk.hex])),
        version=version_of_both(kept, folded),
    )


def other_files(actor: Actor, case: Case) -> list[PersonHit]:
    """The further files of the person of CASE that ACTOR may open; one statement."""
    mine = Case.objects.visible_to(actor).filter(client=case.client_id).exclude(pk=case.pk)
    return hits_of(mine, [case.client_id.hex])


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge that stands: who did it, when, on what ground."""

    code: str
    at: datetime
    who: str
    ground: str

    @property
    def on(self) -> date:
        """Its day."""
        return self.at.date()


def _with_who() -> "Subquery":
    ours = Membership.objects.filter(account_id=OuterRef("merged_by"))
    return Subquery(ours.values("account__name")[:1])


def merges_of(case: Case) -> list[MergeLine]:
    """What was merged into the person of CASE and stands, the newest first; one statement."""
    rows = ClientMerge.objects.filter(kept=case.client_id, undone_at=None).annotate(who=_with_who())
    return [_line(row) for row in rows]


def _line(row: ClientMerge) -> MergeLine:
    who = getattr(row, "who", None) or "jemand"
    return MergeLine(row.code, row.merged_at, who, row.get_ground_display())


def merge_of(case: Case, code: str) -> ClientMerge:
    """One of them; ClientMerge.DoesNotExist for what was none, or was taken back."""
    rows = ClientMerge.objects.filter(kept=case.client_id, undone_at=None)
    return rows.select_related("kept", "folded").get(code=code)


@dataclass(frozen=True, slots=True)
class Separation:
    """What taking a merge back does. `back`: fields that say again what they said; `stays`: labels
    of fields that somebody changed since; `files` go back to the person they were of; `later`: it
    must wait for a later one.
    """

    line: MergeLine
    back: tuple[Pair, ...]
    stays: tuple[str, ...]
    files: tuple[PersonHit, ...]
    folded_name: str
    later: bool


def separation(actor: Actor, case: Case, merge: ClientMerge) -> Separation:
    """What taking MERGE back would do."""
    before, stays = separated(merge.before, merge.after, said_of(merge.kept))
    moved = Case.objects.visible_to(actor).filter(pk__in=merge.cases)
    lines = merges_of(case)
    return Separation(
        line=next(line for line in lines if line.code == merge.code),
        back=tuple(Pair(name, getattr(merge.kept, name), value) for name, value in before.items()),
        stays=labels(stays),
        files=tuple(hits_of(moved, [merge.kept_id.hex])),
        folded_name=_name_before(merge),
        later=lines[0].code != merge.code,
    )


def _name_before(merge: ClientMerge) -> str:
    said = merge.folded_before
    whole = f"{said['given_name']} {said['family_name']}".strip()
    return whole or said["called"] or merge.folded.code


def labels(fields: Iterable[str]) -> tuple[str, ...]:
    """The German words for FIELDS."""
    return tuple(LABELS[name] for name in fields)
