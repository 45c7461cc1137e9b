"""The two faces of the installation: public pages without any session, and staff pages; each with a
middleware list of its own.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import override

Handler = Callable[[HttpRequest], HttpResponseBase]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
    " 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none';"
    " manifest-src 'self'"
)
DEVICES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def is_staff_path(path: str) -> bool:
    """Whether PATH belongs to the staff face."""
    return path.startswith(tuple(settings.STAFF_PREFIXES))


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Static files, and what the interface for machines says may be kept: no person asks there."""
    if request.path.startswith(settings.API_PREFIX):
        return response.has_header("Cache-Control")
    return request.path.startswith(settings.STATIC_URL)


class HeadersMiddleware:
    """Sets the same strict headers on every response, errors and static files included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then set the headers."""
        response = self.get_response(request)
        headers = response.headers
        headers["Content-Security-Policy"] = CONTENT_POLICY
        # With no-referrer a browser sends `Origin: null` for the page's own forms, which the staff
        # face's forgery check refuses.
        headers["Referrer-Policy"] = (
            "same-origin" if is_staff_path(request.path_info) else "no-referrer"
        )
        if headers.get("Content-Language") == "leicht":
            # Leichte Sprache has no code of its own.
            headers["Content-Language"] = settings.LANGUAGE_CODE
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = DEVICES
        if settings.OVER_TLS:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if not _may_be_kept(request, response):
            # What somebody looked for must not be found in the browser of a shared telephone.
            headers["Cache-Control"] = "no-store"
        return response


class Chain:
    """One middleware list around the view; what Django's handler does for its single list."""

    def __init__(self, names: list[str], get_response: Handler) -> None:
        self.view_hooks: list[Callable[..., HttpResponseBase | None]] = []
        self.exception_hooks: list[Callable[..., HttpResponseBase | None]] = []
        handler = cast("Handler", convert_exception_to_response(get_response))
        for name in reversed(names):
            middleware = import_string(name)(handler)
            if hasattr(middleware, "process_view"):
                self.view_hooks.insert(0, middleware.process_view)
            if hasattr(middleware, "process_exception"):
                self.exception_hooks.append(middleware.process_exception)
            handler = cast("Handler", convert_exception_to_response(middleware))
        self.handler: Handler = handler


class FaceMiddleware:
    """Sends a request through the public or the staff list, by its path; a face this process does
    not serve answers 404.
    """

    def __init__(self, get_response: Handler) -> None:
        self.public = Chain(settings.PUBLIC_MIDDLEWARE, get_response)
        self.staff = Chain(settings.STAFF_MIDDLEWARE, get_response)

    def _chain(self, request: HttpRequest) -> Chain:
        return self.staff if is_staff_path(request.path_info) else self.public

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer through the right list."""
        face = "staff" if is_staff_path(request.path_info) else "public"
        if settings.FACE not in ("both", face):
            return HttpResponse(status=404)
        # A thread keeps the language of its last request; the staff face speaks German only.
        with override(settings.LANGUAGE_CODE):
            return self._chain(request).handler(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Hand on to the list's own hooks, in order, until one answers."""
        for hook in self._chain(request).view_hooks:
            response = hook(request, view, args, kwargs)
            if response is not None:
                return response
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Hand on to the list's own hooks."""
        if isinstance(exception, Http404):
            return None
        for hook in self._chain(request).exception_hooks:
            response = hook(request, exception)
            if response is not None:
                return response
        return None
