"""The one-click sign-in of the demonstration, as a tag for the sign-in page."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext

from nahtlos.desk.actions import PASSWORD
from nahtlos.desk.cast import CAST
from nahtlos.foundation.limits import is_local

register = template.Library()


@register.inclusion_tag("desk/_cast.html", takes_context=True)
def demonstration_cast(context: RequestContext) -> dict[str, Any]:
    """Each cast member with a button; nobody where the page is read from another machine."""
    request = context["request"]
    shown = settings.DEMONSTRATION and is_local(request)
    return {"cast": CAST if shown else (), "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def demonstration_password(context: RequestContext) -> str:
    """The password of everybody of the cast; '' where the page is read from another machine."""
    shown = settings.DEMONSTRATION and is_local(context["request"])
    return PASSWORD if shown else ""
