"""An own offer in another language: the German beside what is typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory import policy
from nahtlos.directory.actions.translations import (
    SourceChanged,
    remove_translation,
    save_translation,
)
from nahtlos.directory.forms.translations import TranslationForm, translation_differences
from nahtlos.directory.models import Offer
from nahtlos.directory.queries import own
from nahtlos.directory.queries.translations import LABELS, own_translation, source_of
from nahtlos.directory.rules.translations import TARGETS, fingerprint, german_name, texts_of
from nahtlos.directory.views.offers import BOTH, EDIT_THING
from nahtlos.foundation.access import Actor, page
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for


def _offer(actor: Actor, slug: str, language: str) -> Offer:
    if language not in TARGETS:
        raise Http404
    try:
        return own.own_offer(actor, slug)
    except Offer.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_edit_offers, methods=BOTH, cases=EDIT_THING)
def translation(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The texts of an offer in one language; what a colleague saved meanwhile is shown and never
    overwritten.
    """
    actor = actor_of(request)
    offer = _offer(actor, slug, language)
    row = own_translation(offer, language)
    form = TranslationForm(posted(request), offer=offer, row=row, language=TARGETS[language])
    context: dict[str, Any] = {"stale": False, "seen": False}
    if request.method == "POST" and form.is_valid():
        try:
            save_translation(
                actor=actor,
                offer=offer,
                language=language,
                values=form.values(),
                version=request.POST.get("version", ""),
                seen=request.POST.get("seen", ""),
            )
        except Stale as stale:
            differences = translation_differences(form, row)
            if differences:
                show_refusal(form, stale)
                context |= {"stale": True, "seen": True, "differences": differences}
        except SourceChanged as changed:
            show_refusal(form, changed)
            context["seen"] = True
        if not form.errors:
            messages.success(request, f"Gespeichert: {german_name(language)}.")
            return redirect("offers:own", slug=slug)
    source = source_of(offer, row)
    # Whoever mistyped a field has not seen the newer German; who was refused because of it has.
    fresh = request.method != "POST" or context["seen"]
    context |= {
        "form": form,
        "offer": offer,
        "row": row,
        "language": TARGETS[language],
        "name": german_name(language),
        "source": source,
        "parts": [
            {"label": LABELS[name], "german": source.texts.get(name, ""), "bound": bound}
            for name, bound in form.texts
        ],
        "version": version_for(request, row, seen=context["seen"]),
        "fingerprint": fingerprint(texts_of(offer)) if fresh else request.POST.get("seen", ""),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/translation.html", context, status=status)


@page(policy.can_edit_offers, methods=("POST",), cases=EDIT_THING)
def remove(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The offer is read in German again."""
    actor = actor_of(request)
    remove_translation(actor=actor, offer=_offer(actor, slug, language), language=language)
    messages.success(
        request, f"Gelöscht: {german_name(language)}. Dort steht jetzt der deutsche Text."
    )
    return redirect("offers:own", slug=slug)
