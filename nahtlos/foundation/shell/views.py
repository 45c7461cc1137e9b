"""Error pages: what happened, what to do now, whom to call; 500 works without any database."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

STYLES = ("vendor/kern.min.css", "shell/base.css", "shell/frame.css", "shell/parts.css")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what arrived cannot be understood."""
    return render(request, "shell/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the person may know that the page exists, and reads why it stays closed."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "shell/forbidden.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what does not exist and for what a stranger may not know of; for
    machines the same sentence. Who sent a form reads what she wrote in it: somebody else, or she
    herself in another tab, may just have deleted what it belongs to.
    """
    if request.path.startswith(settings.API_PREFIX):
        said = {"detail": "Diese Adresse gibt es nicht."}
        return JsonResponse(said, status=404, json_dumps_params={"ensure_ascii": False})
    actor = getattr(request, "actor", None)
    if request.method == "POST" and actor is not None and actor.account_id is not None:
        return render(request, "shell/gone.html", {"typed": _written(request)}, status=404)
    return render(request, "shell/not_found.html", status=404)


def _written(request: HttpRequest) -> list[str]:
    """What somebody wrote into the fields of a form that could not be saved: texts of several
    words, never a password.
    """
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value.split()) > 1 and "password" not in name
    ]


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's protection expired; REASON is technical and goes to nobody's eyes."""
    return render(request, "shell/stale_form.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Uses nothing of the request, because that may be what broke."""
    page = render_to_string(
        "shell/broken.html", {"styles": _styles(), "demonstration": settings.DEMONSTRATION}
    )
    return HttpResponse(page, status=500)


def _styles() -> list[str]:
    """The style sheets, or none where the static files are what is missing."""
    try:
        return [static(name) for name in STYLES]
    except ValueError:
        return []
