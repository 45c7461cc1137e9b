"""The next ninety days: which of one's cases, and the ways of looking that somebody kept."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nahtlos.cases.models import Custody
from nahtlos.cases.queries import CaseLine, lanes
from nahtlos.cases.queries.lanes import DAY_LANES, Ahead, Narrowed
from nahtlos.foundation.access import Actor
from nahtlos.lookout.models import SavedLook
from nahtlos.lookout.rules.looks import GAPS, LANE_WORDS, AheadLook
from nahtlos.organisations.queries import prison_names
from nahtlos.referrals.models import Handover, Origin
from nahtlos.referrals.rules.states import RUNNING


def ahead_for(actor: Actor, look: AheadLook, after: str = "") -> Ahead:
    """One page of the actor's cases in LOOK, and how many each lane holds."""
    lane = LANE_WORDS.get(look.lane, "")
    return lanes.ahead(actor, lane=lane, narrowed=_narrowed(look), also=_also(look), after=after)


def ahead_lines(actor: Actor, look: AheadLook) -> list[CaseLine]:
    """All pages of it."""
    lane = LANE_WORDS.get(look.lane, "")
    return lanes.whole_ahead(actor, lane=lane, narrowed=_narrowed(look), also=_also(look))


def ahead_count(actor: Actor, look: AheadLook) -> int:
    """How many lines all pages have."""
    lane = LANE_WORDS.get(look.lane, "")
    return lanes.ahead_size(actor, lane=lane, narrowed=_narrowed(look), also=_also(look))


def _narrowed(look: AheadLook) -> Narrowed:
    return Narrowed(prison=look.prison, custody=look.custody, unplanned=look.gap == "plan")


def _also(look: AheadLook) -> Q:
    """Those whom nobody takes over: no other agency said yes to a request, and nobody accepted a
    hand-over.
    """
    if look.gap != "stelle":
        return Q()
    asked = Origin.objects.filter(case=OuterRef("pk"), referral__state__in=[*RUNNING, "closed"])
    handed = Handover.objects.filter(
        case=OuterRef("pk"), receiver_confirmed_at__isnull=False, called_off_at=None
    )
    return Q(~Exists(asked), ~Exists(handed))


def said(look: AheadLook) -> str:
    """LOOK in German."""
    names = {prison.xjustiz_id: prison.name for prison in prison_names()} if look.prison else {}
    parts = [
        DAY_LANES[LANE_WORDS[look.lane]] if look.lane else "alle Spuren der nächsten 90 Tage",
        names.get(look.prison, look.prison),
        str(Custody(look.custody).label) if look.custody else "",
        GAPS.get(look.gap, ""),
    ]
    return f"{', '.join(part for part in parts if part)}; sortiert nach Entlassung"


def saved_looks(actor: Actor) -> QuerySet[SavedLook]:
    """The ways of looking that the actor kept, the oldest first."""
    return SavedLook.objects.visible_to(actor).order_by("kept_at", "pk")


def saved_look(actor: Actor, code: str) -> SavedLook:
    """One of them; SavedLook.DoesNotExist for anybody else's."""
    return saved_looks(actor).get(code=code)
