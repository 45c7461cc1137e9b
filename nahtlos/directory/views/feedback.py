"""What the public reports to the organisation that runs this installation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory import actions, policy
from nahtlos.directory.models import Feedback
from nahtlos.directory.queries import own
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.page import actor_of

READERS = (Role.COORDINATION, Role.ORG_ADMIN)


@page(policy.can_see_feedback, cases=Cases.staff(*READERS))
def feedback_list(request: HttpRequest) -> HttpResponse:
    """Everything reported, open ones first."""
    actor = actor_of(request)
    context = {
        "feedback": own.feedback_for(actor)[:100],
        "may_teach": bool(policy.can_edit_lexicon(actor)),
    }
    return render(request, "directory/feedback.html", context)


@page(policy.can_see_feedback, methods=("POST",), cases=Cases.staff(*READERS, owned=True))
def close(request: HttpRequest, code: str) -> HttpResponse:
    """It is dealt with."""
    actor = actor_of(request)
    try:
        actions.close_feedback(actor=actor, feedback=own.one_feedback(actor, code))
    except Feedback.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "Erledigt.")
    return redirect("offers:feedback")
