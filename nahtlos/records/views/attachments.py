"""Files: listed, put in, downloaded, removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.records import actions, policy, queries
from nahtlos.records.forms.attachments import FileForm
from nahtlos.records.models import Attachment
from nahtlos.records.views.reach import BOTH, OWN, THING, case_of, spent


@page(policy.can_read_records, methods=BOTH, cases=THING)
def files(request: HttpRequest, code: str) -> HttpResponse:
    """The files of a case, and the form that puts one in."""
    actor, case = actor_of(request), case_of(request, code)
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if not spent(request):
                actions.attach(
                    actor=actor, case=case, name=upload.name or "", content=upload.read()
                )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Datei liegt verschlüsselt in der Akte.")
            return redirect("records:files", code=case.code)
    actions.note_read(actor=actor, case=case, part="files")
    context: dict[str, Any] = {
        "case": case,
        "tab": "journal",
        "form": form,
        "files": queries.files_of(actor, case),
    }
    return render(request, "records/files.html", context, status=422 if form.errors else 200)


@page(policy.can_read_records, cases=THING)
def download(request: HttpRequest, code: str, attachment: str) -> HttpResponse:
    """One file, always to be saved and never shown by the browser; who opened it stands in the
    chain.
    """
    actor, case = actor_of(request), case_of(request, code)
    try:
        found = queries.attachment_of(case, attachment)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    actions.note_file_opened(actor=actor, case=case, attachment=found)
    disposition = content_disposition_header(as_attachment=True, filename=found.name)
    return HttpResponse(
        found.content,
        content_type=found.kind,
        headers={
            "Content-Disposition": disposition or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@page(policy.can_read_records, methods=("POST",), cases=OWN)
def remove_file(request: HttpRequest, code: str, attachment: str) -> HttpResponse:
    """Remove a file one has brought oneself."""
    case = case_of(request, code)
    try:
        actions.remove_attachment(actor=actor_of(request), case=case, code=attachment)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Die Datei ist gelöscht.")
    return redirect("records:files", code=case.code)
