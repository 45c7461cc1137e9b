"""Reading the answer: one field for the code, then everything by a signed text in the form. Nothing
of it stands in an address, and there is no cookie.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nahtlos.foundation import limits
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.access.public_forms import admitted, comes_from_here
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake import actions, policy
from nahtlos.intake.forms.asking import CodeForm, DeleteForm, MessageForm, WishForm
from nahtlos.intake.models import Enquiry
from nahtlos.intake.queries.threads import readable, thread_of, wish_of

PASS_SECONDS: Final = 15 * 60
_SALT: Final = "nahtlos.intake.pass"


def _issue_pass(enquiry: Enquiry) -> str:
    return signing.dumps([enquiry.organisation_id.hex, enquiry.pk.hex], salt=_SALT)


def _behind(passed: str) -> Enquiry | None:
    """The question a pass was issued for; None where it is forged, too old, or the question
    gone.
    """
    try:
        organisation, enquiry = signing.loads(passed, salt=_SALT, max_age=PASS_SECONDS)
    except signing.BadSignature:
        return None
    return _readable(UUID(organisation), UUID(enquiry))


def _readable(organisation: UUID, enquiry: UUID) -> Enquiry | None:
    with tenant(organisation):
        return readable(enquiry, today())


@states(
    "Erstberatung ohne Namen",
    "Ein falscher, ein abgelaufener und ein gelöschter Code bekommen genau dieselbe Antwort.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_reading.py::test_wrong_expired_and_deleted_codes_answer_with_the_same_bytes",
    ),
)
@page(policy.anybody, methods=("GET", "POST"), cases=Cases(post=200))
def read(request: HttpRequest) -> HttpResponse:
    """The field for the code; behind it the thread."""
    if request.method != "POST":
        return _door(request, CodeForm())
    deed = request.POST.get("deed", "")
    if deed == "open":
        return _open(request)
    enquiry = _behind(request.POST.get("pass", "")[:600])
    if enquiry is None:
        late = _("Zur Sicherheit brauchen wir noch einmal Ihren Code.")
        return _door(request, _refused(late), kept=request.POST.get("text", ""))
    return DEEDS.get(deed, _thread)(request, enquiry)


def _door(request: HttpRequest, form: CodeForm, kept: str = "") -> HttpResponse:
    """Where the code is typed. What was written before is kept in the page."""
    context = {"form": form, "kept": kept[:8000]}
    return render(request, "intake/read.html", context, status=422 if form.errors else 200)


def _refused(reason: str) -> CodeForm:
    """An empty form that says REASON."""
    form = CodeForm({"code": ""})
    form.full_clean()
    form.errors.clear()
    show_refusal(form, Refused(reason))
    return form


def _admits(request: HttpRequest) -> bool:
    """Whether one more code may be tried: counted for the address and for its neighbours."""
    return (
        comes_from_here(request)
        and limits.within(limits.RECEIPT, request)
        and limits.within_network(limits.RECEIPTS, request)
    )


def _open(request: HttpRequest) -> HttpResponse:
    """The code opens the thread. Wrong, expired and deleted are one answer."""
    form, kept = CodeForm(request.POST), request.POST.get("kept", "")
    if not form.is_valid():
        return _door(request, form, kept)
    if not _admits(request):
        reason = _("Das waren zu viele Versuche. Bitte versuchen Sie es später noch einmal.")
        return _door(request, _refused(reason), kept)
    try:
        found = actions.find_by_code(form.cleaned_data["code"])
    except Refused as refused:
        show_refusal(form, refused)
        return _door(request, form, kept)
    enquiry = _readable(*found) if found else None
    if enquiry is None:
        form.add_error("code", _("Zu diesem Code gibt es nichts zu lesen."))
        return _door(request, form, kept)
    return _thread(request, enquiry, message=MessageForm(initial={"text": kept}))


def _thread(
    request: HttpRequest,
    enquiry: Enquiry,
    *,
    message: MessageForm | None = None,
    delete: DeleteForm | None = None,
    wish: WishForm | None = None,
    said: str = "",
) -> HttpResponse:
    with tenant(enquiry.organisation_id):
        thread, given = thread_of(enquiry), wish_of(enquiry)
    form, sure, wished = message or MessageForm(), delete or DeleteForm(), wish or WishForm()
    wrong = next((one for one in (form, sure, wished) if one.errors), form)
    context: dict[str, Any] = {
        "thread": thread,
        "enquiry": enquiry,
        "pass": _issue_pass(enquiry),
        "form": form,
        "delete_form": sure,
        "wish_form": wished,
        "wish": given,
        "wrong": wrong,
        "said": said,
    }
    status = 422 if wrong.errors else 200
    return render(request, "intake/thread.html", context, status=status)


def _write(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            with admitted(request, limits.RECEIPT) as first, tenant(enquiry.organisation_id):
                if first:
                    actions.write_again(
                        actor=actor_of(request),
                        enquiry=enquiry,
                        text=form.cleaned_data["text"],
                    )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            fresh = _readable(enquiry.organisation_id, enquiry.pk)
            return _thread(request, fresh or enquiry, said=_("Ihre Nachricht ist angekommen."))
    return _thread(request, enquiry, message=form)


def _delete(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    form = DeleteForm(request.POST)
    if not form.is_valid() or not comes_from_here(request):
        return _thread(request, enquiry, delete=form)
    with tenant(enquiry.organisation_id):
        actions.delete_enquiry(actor=actor_of(request), enquiry=enquiry)
    return render(request, "intake/deleted.html")


def _wish(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    form = WishForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        wish = actions.Wish(
            name=values["name"],
            phone=values["phone"],
            other_way=values["other_way"],
            agreed=values["agree"],
        )
        try:
            with admitted(request, limits.RECEIPT) as first, tenant(enquiry.organisation_id):
                if first:
                    actions.give_name(actor=actor_of(request), enquiry=enquiry, wish=wish)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _thread(request, enquiry, said=_("Danke. Jemand meldet sich bei Ihnen."))
    return _thread(request, enquiry, wish=form)


def _take_back(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    said = _("Ihr Name ist wieder gelöscht.")
    if not comes_from_here(request):
        return _thread(request, enquiry)
    try:
        with tenant(enquiry.organisation_id):
            actions.take_name_back(actor=actor_of(request), enquiry=enquiry)
    except Refused as refused:
        said = refused.reason
    return _thread(request, enquiry, said=said)


DEEDS: Final[Mapping[str, Callable[[HttpRequest, Enquiry], HttpResponse]]] = {
    "write": _write,
    "delete": _delete,
    "wish": _wish,
    "take_back": _take_back,
}
