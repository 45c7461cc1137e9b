"""The page behind the link of an invitation: no session, no cookie. It says when, where and who
invites; it does not know whom it is about.
"""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nahtlos.conferences import actions, queries
from nahtlos.conferences.forms import ReplyForm
from nahtlos.conferences.models import Invited
from nahtlos.conferences.policy import ANSWER
from nahtlos.conferences.queries import AskedPage
from nahtlos.conferences.rules.door import Opening
from nahtlos.foundation import links
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.limits import LINK as LINK_LIMIT
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.people.policy import anybody

BOTH: Final = ("GET", "POST")


def _link(token: str) -> links.FoundLink:
    found = links.find(token)
    if found is None or found.actor.link is None or found.actor.link.verb != ANSWER:
        raise Http404
    return found


def _asked(link: links.FoundLink) -> AskedPage | None:
    """What stands behind LINK; None where somebody was taken off the list."""
    hold = link.actor.link
    if hold is None:
        return None
    with tenant(link.actor.organisation):
        try:
            return queries.asked_page(hold)
        except Invited.DoesNotExist:
            return None


@page(anybody, methods=BOTH, cases=Cases(owned=True, public=True))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """When, where, who invites, and whether one comes; only the button changes something."""
    link = _link(token)
    asked = _asked(link)
    opens = link.opens and asked is not None and asked.opening is Opening.OPEN
    if asked is None or not opens:
        opening = asked.opening if asked else Opening.NO_LONGER
        closed = {"asked": asked, "opening": opening}
        return render(request, "conferences/door_closed.html", closed, status=410)
    form = ReplyForm(posted(request), initial={"reply": asked.reply, "words": asked.words})
    seen = False
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, link, asked, form)
        except Stale:
            form.add_error(
                None, _("Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal hin.")
            )
            asked, seen = _asked(link) or asked, True
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("meet:invitation", token)
    context = {
        "asked": asked,
        "form": form,
        "token": token,
        "version": version_for(request, asked.row, seen=seen),
    }
    return render(request, "conferences/door.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, link: links.FoundLink, asked: AskedPage, form: ReplyForm) -> None:
    version = request.POST.get("version", "")[:40]
    with admitted(request, LINK_LIMIT) as first, tenant(link.actor.organisation):
        if first:
            actions.answer_invitation(
                actor=link.actor, row=asked.row, version=version, **form.cleaned_data
            )
