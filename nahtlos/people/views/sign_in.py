"""Signing in: the library's pages under our policies, the invitation's link, the choice of an
organisation, one's own account.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from nahtlos.foundation import links, stamps
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, Policy, actor_of
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.limits import LINK
from nahtlos.foundation.tenancy import tenant
from nahtlos.people import actions, policy, queries
from nahtlos.people.forms import AcceptForm, ChooseOrganisationForm, OtherPasswordForm
from nahtlos.people.middleware import enter
from nahtlos.people.models import Invitation

BOTH = ("GET", "POST")
View = Callable[..., HttpResponseBase]


def _mount(view: View, who: Policy, cases: Cases, methods: tuple[str, ...] = BOTH) -> View:
    """One of the library's views under a policy of ours; a copy, because the library's own object
    is shared.
    """

    def mounted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    mounted.__doc__ = view.__doc__
    return page(who, methods=methods, cases=cases)(mounted)


# Whoever is signed in already is sent on from the pages of signing in; they send visitors on who
# have not begun to sign in.
OUT = Cases(opens=frozenset({"visitor", "link"}), other=302)
IN = Cases(opens=STAFF)
SENT_ON = Cases(get=302)
sign_in = _mount(account.login, policy.anybody, OUT)
sign_out = _mount(account.logout, policy.anybody, IN)
inactive = _mount(account.account_inactive, policy.anybody, Cases(), ("GET",))
confirm = _mount(account.reauthenticate, policy.signed_in, IN)
change_password = _mount(
    account.PasswordChangeView.as_view(form_class=OtherPasswordForm), policy.signed_in, IN
)
forgotten = _mount(account.password_reset, policy.anybody, Cases())
forgotten_done = _mount(account.password_reset_done, policy.anybody, Cases(), ("GET",))
new_password = _mount(account.password_reset_from_key, policy.anybody, SENT_ON)
new_password_done = _mount(account.password_reset_from_key_done, policy.anybody, Cases(), ("GET",))
second_factor = _mount(mfa.authenticate, policy.anybody, SENT_ON)
second_factor_again = _mount(mfa.reauthenticate, policy.signed_in, IN)
activate_totp = _mount(totp.activate_totp, policy.signed_in, IN)
deactivate_totp = _mount(totp.deactivate_totp, policy.signed_in, IN)
recovery_codes = _mount(recovery.view_recovery_codes, policy.signed_in, IN, ("GET",))
new_recovery_codes = _mount(recovery.generate_recovery_codes, policy.signed_in, IN)


@page(policy.anybody, cases=Cases())
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """How one gets an account: by invitation."""
    return render(request, "people/no_sign_up.html")


def _found_invitation(token: str) -> tuple[links.FoundLink, Invitation]:
    found = links.find(token)
    if found is None or found.actor.link is None or found.actor.link.verb != actions.ACCEPT:
        raise Http404
    with tenant(found.actor.organisation):
        return found, queries.invitation_of(found.actor.link)


@page(policy.can_accept_invitation, methods=BOTH, cases=Cases(owned=True, public=True, post=200))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the invitation's link shows; only the button changes something."""
    found, offered = _found_invitation(token)
    if offered.accepted_at and _is_second_click(request):
        context = {"invitation": offered, "known": "password" not in request.POST}
        return render(request, "people/invitation_done.html", context)
    if not found.opens or offered.withdrawn_at is not None:
        status = 200 if offered.accepted_at else 410
        return render(
            request, "people/invitation_closed.html", {"invitation": offered}, status=status
        )
    with tenant(found.actor.organisation):
        known = queries.account_by_address(offered.address) is not None
    form = AcceptForm(posted(request), has_account=known)
    context = {"form": form, "invitation": offered, "known": known, "token": token}
    if request.method == "POST" and form.is_valid():
        try:
            _accept(request, found, offered, token, form)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return render(request, "people/invitation_done.html", context)
    return render(request, "people/invitation.html", context, status=422 if form.errors else 200)


def _is_second_click(request: HttpRequest) -> bool:
    """Whether this very form was sent before: the browser shows the answer to the last click."""
    if request.method != "POST":
        return False
    try:
        return not stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError:
        return False


def _accept(
    request: HttpRequest, found: links.FoundLink, offered: Invitation, token: str, form: AcceptForm
) -> None:
    """Both clicks of a double click end on the same page; only the first changes something."""
    with admitted(request, LINK) as first, tenant(found.actor.organisation):
        if first:
            actions.accept_invitation(
                actor=found.actor,
                invitation=offered,
                token=token,
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data.get("password", ""),
            )


@page(policy.signed_in, methods=BOTH, cases=Cases.staff())
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Which organisation to work in, where somebody belongs to several."""
    account_id = actor_of(request).account_id
    if account_id is None:
        raise Http404
    with tenant(None, account_id):
        memberships = list(queries.running_memberships(account_id))
    choices = [(member.organisation.slug, member.organisation.name) for member in memberships]
    form = ChooseOrganisationForm(posted(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        chosen = next(
            m for m in memberships if m.organisation.slug == form.cleaned_data["organisation"]
        )
        enter(request, chosen.account, chosen)
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "memberships": memberships}
    return render(
        request, "people/choose_organisation.html", context, status=422 if form.errors else 200
    )


@page(policy.signed_in, methods=BOTH, cases=Cases.staff())
def account_page(request: HttpRequest) -> HttpResponse:
    """One's own account: memberships, second factor, other devices; the button ends every other
    session.
    """
    actor = actor_of(request)
    if actor.account_id is None:
        raise Http404
    if request.method == "POST":
        ended = actions.end_other_sessions(
            account_id=actor.account_id, keep=str(request.session.session_key)
        )
        messages.success(request, f"Beendete andere Anmeldungen: {ended}.")
        return redirect("mfa_index")
    with tenant(None, actor.account_id):
        memberships = list(queries.running_memberships(actor.account_id))
    context = {
        "memberships": memberships,
        "sessions": queries.sessions_of(actor.account_id),
        "this_session": request.session.session_key,
        "has_second_factor": queries.has_second_factor(actor.account_id),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "people/account.html", context)
