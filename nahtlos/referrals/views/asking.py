"""A request comes about: one page with three short sections, then the preview."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.cases.forms.fields import differences
from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent
from nahtlos.directory.forms.offers import topic_choices
from nahtlos.foundation.access import Actor, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.organisations.models import Organisation
from nahtlos.referrals import actions, policy
from nahtlos.referrals.forms.sending import TYPED, AskForm, ScopeForm
from nahtlos.referrals.models import Referral, ReferralState
from nahtlos.referrals.queries.doing import already_at_it
from nahtlos.referrals.queries.facts import drafted
from nahtlos.referrals.views.choosing import (
    OFFER,
    ORGANISATION,
    Match,
    Option,
    allowed_by,
    in_force,
    matches,
    options_for,
    organisation_of,
    sole_receiver,
    widest,
)
from nahtlos.referrals.views.fetching import (
    BOTH,
    THING,
    case_alone_of,
    frame,
    refuse_in,
    sent_by_us,
    spent,
)

FIELDS = {"to_organisation": "to", "offer_slug": "to", "step_code": ""}
# Makes the draft and returns its code; '' where it was made already.
Deed = Callable[[actions.ReferralDraft], str]
NOBODY = "Diese Organisation steht nicht im Verzeichnis. Bitte prüfen Sie die Schreibweise."
SEVERAL = "Diesen Namen gibt es mehrmals. Bitte wählen Sie unten aus."


@dataclass
class Asking:
    """One visit of the page: what was typed, whom it means, what she may be told."""

    actor: Actor
    case: Case
    form: AskForm
    choices: list[Match] = field(default_factory=list)
    receiver: Organisation | None = None
    consent: Consent | None = None
    scope: ScopeForm | None = None
    stale: bool = False
    # Whether the page says who is at the chosen topic already.
    hints: bool = False

    @cached_property
    def allowed(self) -> list[Consent]:
        """What the person allows today, fetched once."""
        return in_force(self.case, today())

    @property
    def uncovered(self) -> Organisation | None:
        """The receiver that nothing allows telling."""
        return self.receiver if self.receiver and not self.consent else None


def _typed(actor: Actor, data: QueryDict) -> tuple[QueryDict, list[Match]]:
    """DATA, with an organisation that was typed turned into a chosen one where only one is meant;
    else those that may be meant.
    """
    data = data.copy()
    pick = data.get("pick", "")
    if pick:
        data["to"], data["organisation"] = f"{ORGANISATION}{pick}", ""
    name = data.get("organisation", "").strip()
    if not name or data.get("to", TYPED) not in ("", TYPED):
        return data, []
    found = matches(actor, name)
    if len(found) == 1:
        data["to"], data["organisation"] = f"{ORGANISATION}{found[0].slug}", ""
    return data, found if len(found) != 1 else []


def _asking(request: HttpRequest, case: Case, initial: dict[str, Any]) -> Asking:
    actor = actor_of(request)
    data, choices = _typed(actor, request.POST) if request.method == "POST" else (None, [])
    looking = data is not None and data.get("deed") == "look" and not data.get("pick")
    form = AskForm(
        None if looking else data,
        initial=initial if data is None else data.dict(),
        topics=topic_choices(),
    )
    return Asking(actor, case, form, choices)


def _say_who_is_meant(asking: Asking) -> None:
    """What was typed means nobody, or several."""
    asking.form.add_error("organisation", SEVERAL if asking.choices else NOBODY)


def _settle(asking: Asking, data: QueryDict) -> None:
    """Whom the request goes to, and what the person allows telling her."""
    chosen = asking.form.cleaned_data["to"]
    if chosen == TYPED:
        _say_who_is_meant(asking)
    elif not _look_up(asking, chosen, data):
        asking.form.add_error("to", NOBODY)


def _look_up(asking: Asking, chosen: str, data: QueryDict) -> bool:
    """The receiver behind a chosen line, with what she may be told; False where there is none."""
    known = {f"{ORGANISATION}{one.to_organisation.slug}": one for one in asking.allowed}
    asking.receiver = known[chosen].to_organisation if chosen in known else organisation_of(chosen)
    if asking.receiver is None:
        return False
    receiver = asking.receiver.pk
    asking.consent = widest([one for one in asking.allowed if one.to_organisation_id == receiver])
    if asking.consent is not None:
        labels, special = allowed_by(asking.consent)
        sent = data if data.get("scope_for") == asking.receiver.slug else None
        asking.scope = ScopeForm(sent, allowed=labels, special=special)
    return True


def _topic(asking: Asking) -> str:
    """The topic that was chosen; '' where none was."""
    return str(asking.form["topic"].value() or "")[:60]


def _draft_of(asking: Asking, data: QueryDict) -> actions.ReferralDraft:
    """What was typed, for the action."""
    values = asking.form.cleaned_data
    chosen = str(values["to"])
    if asking.receiver is None or asking.scope is None or asking.consent is None:
        raise LookupError("a draft needs a receiver and a consent")
    return actions.ReferralDraft(
        to_organisation=asking.receiver,
        words=values["words"],
        categories=tuple(asking.scope.cleaned_data["categories"]),
        topic=values["topic"],
        offer_slug=chosen.removeprefix(OFFER) if chosen.startswith(OFFER) else "",
        pseudonymous=asking.scope.cleaned_data["pseudonymous"],
        consent_number=asking.consent.number,
        step_code=data.get("step_code", "")[:12],
    )


def _finish(asking: Asking, data: QueryDict, deed: Deed) -> HttpResponse | None:
    """Make the draft where everything is there; None with the sentences in the forms."""
    scope = asking.scope
    if data.get("deed") != "draft" or scope is None or not scope.is_valid():
        return None
    try:
        code = deed(_draft_of(asking, data))
    except Refused as refused:
        asking.stale = isinstance(refused, Stale)
        form = scope if refused.field == "categories" else asking.form
        refuse_in(form, refused, FIELDS)
        return None
    return redirect("referrals:sent", referral=code) if code else redirect("referrals:sent_list")


def _options(asking: Asking) -> list[Option]:
    """The receivers to choose from, for the topic that was chosen."""
    topic = _topic(asking)
    chosen = str(asking.form["to"].value() or "")[:200]
    return options_for(asking.actor, asking.case, asking.allowed, topic, chosen)


def _shown(request: HttpRequest, asking: Asking, *, fixed: str = "", **more: Any) -> HttpResponse:
    failed = asking.form.errors or (asking.scope is not None and asking.scope.errors)
    topic = _topic(asking) if asking.hints else ""
    context = frame(
        asking.case,
        fixed=fixed,
        doing=already_at_it(asking.actor, asking.case, topic),
        options=[] if fixed else _options(asking),
        step_code=request.POST.get("step_code", "") or request.GET.get("schritt", "")[:12],
        consent_url=_consent_url(asking),
        **{name: getattr(asking, name) for name in ("form", "choices", "scope")},
        **{name: getattr(asking, name) for name in ("receiver", "consent", "uncovered")},
        **more,
    )
    return render(request, "referrals/ask.html", context, status=422 if failed else 200)


def _consent_url(asking: Asking) -> str:
    return reverse("consents:new", kwargs={"code": asking.case.code})


def _ask(
    request: HttpRequest,
    case: Case,
    deed: Deed,
    initial: dict[str, Any],
    title: str,
    *,
    rerouted: bool = False,
) -> HttpResponse:
    asking = _asking(request, case, initial)
    asking.hints = not rerouted
    sole = sole_receiver(case, asking.allowed) if request.method == "GET" else ""
    if sole:
        asking.form.initial["to"] = sole
        _look_up(asking, sole, request.POST)
    if request.method == "POST" and asking.form.is_bound and asking.form.is_valid():
        _settle(asking, request.POST)
        done = _finish(asking, request.POST, deed)
        if done is not None:
            return done
    return _shown(request, asking, title=title)


@page(policy.can_refer, methods=BOTH, cases=THING)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A new request out of a case. The stamp makes a double click one draft."""
    case, actor = case_alone_of(request, code), actor_of(request)

    def deed(values: actions.ReferralDraft) -> str:
        if spent(request):
            return ""
        return actions.draft_referral(actor=actor, case=case, values=values).code

    topic = request.GET.get("thema", "")[:60]
    return _ask(request, case, deed, {"topic": topic}, "Anfrage stellen")


@page(policy.can_refer, methods=BOTH, cases=THING)
def reroute(request: HttpRequest, referral: str) -> HttpResponse:
    """Ask somebody else with the same words; the former request is taken back with it."""
    old, actor = sent_by_us(request, referral), actor_of(request)
    case = case_alone_of(request, old.origin.case.code)
    words, _ = drafted(old.origin)

    def deed(values: actions.ReferralDraft) -> str:
        if spent(request):
            return ""
        drawn = actions.reroute_referral(actor=actor, referral=old, values=values)
        messages.success(request, "Die neue Anfrage ist vorbereitet. Bitte prüfen und senden.")
        return drawn.code

    initial = {"topic": old.topic, "words": words}
    return _ask(request, case, deed, initial, "Eine andere Stelle fragen", rerouted=True)


def _of_draft(request: HttpRequest, draft: Referral) -> Asking:
    """The page as a draft fills it: its receiver stays."""
    words, ticked = drafted(draft.origin)
    receiver, case = draft.to_organisation, case_alone_of(request, draft.origin.case.code)
    to = f"{OFFER}{draft.offer_slug}" if draft.offer_slug else f"{ORGANISATION}{receiver.slug}"
    initial = {"topic": draft.topic, "words": words, "to": to}
    asking = Asking(
        actor_of(request),
        case,
        AskForm(
            posted(request),
            initial=initial,
            topics=topic_choices(),
        ),
        receiver=receiver,
    )
    found = [one for one in asking.allowed if one.to_organisation_id == receiver.pk]
    asking.consent = widest(found)
    if asking.consent is not None:
        labels, special = allowed_by(asking.consent)
        asking.scope = ScopeForm(
            posted(request),
            initial={"categories": ticked, "pseudonymous": draft.pseudonymous},
            allowed=labels,
            special=special,
        )
    return asking


@page(policy.can_refer, methods=BOTH, cases=THING)
def edit_draft(request: HttpRequest, referral: str) -> HttpResponse:
    """Write a draft anew before it is sent."""
    draft, actor = sent_by_us(request, referral), actor_of(request)
    if draft.state != ReferralState.DRAFT:
        messages.info(request, "Diese Anfrage ist schon gesendet. Sie können sie ergänzen.")
        return redirect("referrals:sent", referral=draft.code)
    asking = _of_draft(request, draft)

    version = request.POST.get("version", "")

    def deed(values: actions.ReferralDraft) -> str:
        saved = actions.edit_draft(actor=actor, referral=draft, values=values, version=version)
        return saved.code

    if request.method == "POST" and asking.form.is_valid():
        done = _finish(asking, request.POST, deed)
        if done is not None:
            return done
    now = {"topic": draft.topic, "words": drafted(draft.origin)[0]}
    return _shown(
        request,
        asking,
        title="Entwurf ändern",
        fixed=asking.form["to"].value(),
        version=version_for(request, draft, seen=asking.stale),
        stale=asking.stale,
        differences=differences(asking.form, now) if asking.stale else [],
    )
