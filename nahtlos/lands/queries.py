"""What holds in a Land: the version that counts, the older ones, the draft; and the small questions
that other rooms ask.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from nahtlos.foundation.access import Actor
from nahtlos.foundation.lately import lately
from nahtlos.foundation.versions import version_of
from nahtlos.foundation.workdays import named_holidays
from nahtlos.lands import policy
from nahtlos.lands.models import LandEntry, LandProfile, ProfileState
from nahtlos.lands.rules.delivered import CURRENT, FILES, INVENTED, delivered, looked_at
from nahtlos.lands.rules.entries import Change, Entry, EntryState, complete, difference
from nahtlos.lands.rules.fields import Group, fields
from nahtlos.organisations.models import Land
from nahtlos.organisations.queries import own_organisation

DELIVERED = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a profile. number: 0 for the delivered one. by: who published it, '' for the
    delivered one.
    """

    number: int
    on: date
    by: str
    says: str


@dataclass(frozen=True, slots=True)
class GroupOfEntries:
    """What belongs together: what is known, and the questions nobody has answered."""

    group: Group
    known: tuple[Entry, ...]
    unknown: tuple[Entry, ...]

    @property
    def label(self) -> str:
        """The group in German."""
        return self.group.label

    @property
    def all(self) -> tuple[Entry, ...]:
        """Every answer of the group, in the order of the page."""
        order = list(fields())
        return tuple(sorted((*self.known, *self.unknown), key=lambda e: order.index(e.key)))


@dataclass(frozen=True, slots=True)
class Profile:
    """A version of the profile of a Land with everything it says. sample: nobody has looked at this
    Land yet; invented: it is one of the demonstration.
    """

    land: str
    name: str
    version: Version
    entries: Mapping[str, Entry]
    sample: bool
    invented: bool

    @property
    def groups(self) -> tuple[GroupOfEntries, ...]:
        """The entries by group, in the order of the page."""
        return grouped(self.entries)

    def count(self, state: EntryState) -> int:
        """How many questions are in STATE."""
        return len([entry for entry in self.entries.values() if entry.state is state])


def grouped(entries: Mapping[str, Entry]) -> tuple[GroupOfEntries, ...]:
    """ENTRIES by group."""
    return tuple(
        GroupOfEntries(
            group,
            tuple(e for e in entries.values() if e.field.group is group and e.is_known),
            tuple(e for e in entries.values() if e.field.group is group and not e.is_known),
        )
        for group in Group
    )


def _version(row: LandProfile) -> Version:
    number, on = cast("int", row.number), cast("date", row.published_on)
    return Version(number, on, row.organisation.name, row.says)


def _delivered(delivery: str) -> Version:
    return Version(DELIVERED, FILES[delivery][1], "", "")


def entries_of(profile: LandProfile) -> dict[str, Entry]:
    """{key: entry} of a row; one statement."""
    return complete(row.entry for row in profile.entries.all())


def profile_of(land: str, number: int | None = None) -> Profile:
    """Version NUMBER of LAND, the one that counts where none is asked for; three statements.
    Land.DoesNotExist, LandProfile.DoesNotExist.
    """
    place = Land.objects.get(code=land)
    rows = LandProfile.objects.published(land).select_related("organisation")
    row = rows.first() if number is None or number == DELIVERED else rows.get(number=number)
    delivery = row.delivery if row else CURRENT
    if row is None or number == DELIVERED:
        version, entries = _delivered(delivery), delivered(land, delivery)
    else:
        version, entries = _version(row), entries_of(row)
    untouched = version.number == DELIVERED
    return Profile(
        land=land,
        name=place.name,
        version=version,
        entries=entries,
        sample=untouched and land not in looked_at(delivery),
        invented=land == INVENTED,
    )


def versions_of(land: str) -> tuple[Version, ...]:
    """Every published version of LAND and the delivered one, the newest first; one statement."""
    rows = list(LandProfile.objects.published(land).select_related("organisation"))
    delivery = rows[0].delivery if rows else CURRENT
    return (*(_version(row) for row in rows), _delivered(delivery))


def changes_of(profile: Profile) -> tuple[Change, ...]:
    """What PROFILE says otherwise than the version before it."""
    if profile.version.number == DELIVERED:
        return ()
    before = profile_of(profile.land, profile.version.number - 1)
    return difference(before.entries, profile.entries)


@dataclass(frozen=True, slots=True)
class LandLine:
    """One Land in the list."""

    code: str
    name: str
    version: Version
    seen: int
    unchecked: int
    sample: bool
    invented: bool


def land_lines() -> list[LandLine]:
    """Every Land with what counts there, by name; three statements."""
    newest: dict[str, LandProfile] = {}
    published = LandProfile.objects.filter(state=ProfileState.PUBLISHED).order_by("number")
    for row in published.select_related("organisation").prefetch_related("entries"):
        newest[row.land_id] = row
    return [_line(land, newest.get(land.code)) for land in Land.objects.order_by("plane", "name")]


def _line(land: Land, row: LandProfile | None) -> LandLine:
    entries = entries_of(row) if row else delivered(land.code)
    states = [entry.state for entry in entries.values()]
    return LandLine(
        code=land.code,
        name=land.name,
        version=_version(row) if row else _delivered(CURRENT),
        seen=states.count(EntryState.SEEN),
        unchecked=states.count(EntryState.UNCHECKED),
        sample=row is None and land.code not in looked_at(),
        invented=land.code == INVENTED,
    )


def may_write(actor: Actor, land: str) -> bool:
    """Whether ACTOR's organisation writes about LAND."""
    if not policy.can_write_profiles(actor):
        return False
    return bool(policy.can_write_land(actor, own_organisation(actor), land))


@dataclass(frozen=True, slots=True)
class Draft:
    """A version somebody works on. changes: what it says otherwise than the version it was begun
    from. overtaken: another version has been published since.
    """

    row: LandProfile
    name: str
    entries: Mapping[str, Entry]
    changes: tuple[Change, ...]
    overtaken: bool

    @property
    def version(self) -> str:
        """For the hidden field of a form."""
        return version_of(self.row)

    @property
    def changed(self) -> frozenset[str]:
        """The keys that were changed."""
        return frozenset(change.field.key for change in self.changes)

    @property
    def groups(self) -> tuple[GroupOfEntries, ...]:
        """The entries by group."""
        return grouped(self.entries)


def draft_of(actor: Actor, land: str) -> Draft:
    """The draft of ACTOR's organisation for LAND; LandProfile.DoesNotExist where there is none."""
    rows = LandProfile.objects.visible_to(actor).filter(land_id=land, state=ProfileState.DRAFT)
    row = rows.select_related("land").get()
    entries = entries_of(row)
    return Draft(
        row=row,
        name=row.land.name,
        entries=entries,
        changes=difference(begun_from(row), entries),
        overtaken=newest_number(land) != row.based_on,
    )


def begun_from(row: LandProfile) -> Mapping[str, Entry]:
    """The entries of the version that draft ROW was begun from."""
    if row.based_on == DELIVERED:
        return delivered(row.land_id, row.delivery)
    return profile_of(row.land_id, row.based_on).entries


def newest_number(land: str) -> int:
    """The number of the version of LAND that counts; 0 for the delivered one."""
    row = LandProfile.objects.published(land).values_list("number", flat=True).first()
    return row or DELIVERED


def draft_entry(draft: Draft, key: str) -> LandEntry:
    """The row of one answer of DRAFT; LandEntry.DoesNotExist."""
    return draft.row.entries.get(key=key)


@dataclass(frozen=True, slots=True)
class Holding:
    """What counts in a Land. pin: names this version for good, because none ever changes."""

    pin: str
    entries: Mapping[str, Entry]


@lately
def holding(land: str) -> Holding:
    """What counts in LAND now, asked once a minute; nothing where the Land is not known. For other
    rooms.
    """
    if not land:
        return Holding("", {})
    row = LandProfile.objects.published(land).prefetch_related("entries").first()
    if row is None:
        return Holding(f"{land}/{DELIVERED}/{CURRENT}", delivered(land))
    return Holding(f"{land}/{row.number}/{row.delivery}", entries_of(row))


@lately
def held_by(pin: str) -> Mapping[str, Entry]:
    """{key: entry} of the version that PIN names; nothing for ''. No statement for the version that
    counts, one a minute for an older one.
    """
    if not pin:
        return {}
    land, number, delivery = pin.split("/")
    now = holding(land)
    if now.pin == pin:
        return now.entries
    if int(number) == DELIVERED:
        return delivered(land, delivery)
    return entries_of(LandProfile.objects.published(land).get(number=int(number)))


def what_holds(land: str) -> Mapping[str, Entry]:
    """{key: entry} that counts in LAND; nothing where the Land is not known."""
    return holding(land).entries


@lately
def name_of(land: str) -> str:
    """What LAND is called; one statement a minute."""
    return Land.objects.values_list("name", flat=True).filter(code=land).first() or land


def terms_of(land: str) -> dict[str, Entry]:
    """{key: entry} of the words of LAND that are known."""
    return _known(land, {Group.TERMS})


def norms_of(land: str) -> dict[str, Entry]:
    """{key: entry} of what else is known to hold in LAND: norms, deadlines, money, deletion."""
    return _known(land, set(Group) - {Group.TERMS})


def _known(land: str, groups: Collection[Group]) -> dict[str, Entry]:
    held = what_holds(land).items()
    return {key: entry for key, entry in held if entry.is_known and entry.field.group in groups}


def holidays_of(land: str, today: date) -> list[tuple[date, str]]:
    """The public holidays of LAND in the year from TODAY on, as the library knows them."""
    until = today + timedelta(days=365)
    years = {today.year, until.year}
    days = [one for year in sorted(years) for one in named_holidays(land, year)]
    return [(day, name) for day, name in days if today <= day < until]
