"""What the page of results needs to draw itself, where a template takes too long: forty boxes and
sixty outlines stand on every page and are mostly those of the page before.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nahtlos.directory.queries.hits import SHOWN_OPTIONS, Filter, Option

register = template.Library()


@register.simple_tag
def filter_boxes(group: Filter) -> SafeString:
    """The boxes of GROUP, all but the first six of them folded."""
    boxes: list[str] = [_box(group.name, option) for option in group.options]
    if len(boxes) > SHOWN_OPTIONS:
        opened = " open" if group.is_used_below else ""
        summary = format_html("<details{}><summary>{}</summary>", opened, _("Mehr anzeigen"))
        boxes = [*boxes[:SHOWN_OPTIONS], summary, *boxes[SHOWN_OPTIONS:], "</details>"]
    return mark_safe("".join(boxes))  # noqa: S308 (each part is escaped)


@register.simple_tag
def outlines(paths: Iterable[str], part: str) -> SafeString:
    """PATHS as the shapes of one PART of the map, "land" or "district"."""
    return mark_safe("".join(_outline(path, part) for path in paths))  # noqa: S308 (as above)


@lru_cache(maxsize=1024)
def _outline(path: str, part: str) -> SafeString:
    return format_html('<path class="nl-map__{}" d="{}"/>', part, path)


@lru_cache(maxsize=2048)
def _box(name: str, option: Option) -> SafeString:
    spoken = format_html(' lang="{}" dir="{}"', option.lang, option.direction)
    counted = format_html('<span class="nl-filter__n">{}</span>', option.count)
    return format_html(
        '<label><input type="checkbox" form="suche" name="{}" value="{}"{}>'
        "<span{}>{}</span>{}</label>",
        *(name, option.value, " checked" if option.chosen else ""),
        *(spoken if option.lang else "", option.label),
        "" if option.count is None else counted,
    )
