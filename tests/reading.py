"""Reads a page as a person does: the sentences, what stands beside a field and what is typed in
it.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http.response import HttpResponseBase

VOID = {"input", "img", "br", "hr", "meta", "link", "path", "source", "wbr"}
SILENT = {"script", "style", "template", "head", "datalist"}


@dataclass
class Element:
    """One element with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    def every(self) -> list["Element"]:
        """This element and all inside it, in the order of the page."""
        found = [self]
        for part in self.inside:
            if isinstance(part, Element):
                found += part.every()
        return found

    def text(self) -> str:
        """What is read, with single blanks."""
        if self.tag in SILENT:
            return ""
        words = [part if isinstance(part, str) else part.text() for part in self.inside]
        return re.sub(r"\s+", " ", " ".join(words)).strip()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in (element.tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


class Page:
    """A page that was answered."""

    def __init__(self, response: HttpResponseBase) -> None:
        builder = _Builder()
        self.status = response.status_code
        self.source = getattr(response, "content", b"").decode()
        builder.feed(self.source)
        self.elements = builder.root.every()
        self.text = builder.root.text()

    def named(self, name: str) -> list[Element]:
        """The controls of the field NAME."""
        return [one for one in self.elements if one.attributes.get("name") == name]

    def heading(self) -> str:
        """The words of the only h1."""
        found = [one.text() for one in self.elements if one.tag == "h1"]
        assert len(found) == 1, found
        return found[0]

    def links(self) -> list[str]:
        """Where the links of the page lead."""
        return [one.attributes.get("href", "") for one in self.elements if one.tag == "a"]

    def controls(self) -> set[str]:
        """The names of everything that would be sent."""
        return {
            one.attributes["name"]
            for one in self.elements
            if one.tag in ("input", "select", "textarea", "button") and "name" in one.attributes
        }

    def beside(self, name: str) -> str:
        """The error that screen readers read with the field NAME; '' where there is none."""
        described = set()
        for group in self.elements:
            if group.tag == "fieldset" and any(
                one.attributes.get("name") == name for one in group.every()
            ):
                described |= set(group.attributes.get("aria-describedby", "").split())
        for control in self.named(name):
            described |= set(control.attributes.get("aria-describedby", "").split())
        return " ".join(
            one.text()
            for one in self.elements
            if one.attributes.get("id", "") in described and one.attributes["id"].endswith("_error")
        )

    def typed(self, name: str) -> str | list[str]:
        """What stands in the field NAME: a text, or for boxes and lists what is chosen."""
        controls = self.named(name)
        assert controls, f"no field {name}"
        first = controls[0]
        if first.tag == "textarea":
            # A line break right after the tag belongs to the markup.
            return "".join(part for part in first.inside if isinstance(part, str)).removeprefix(
                "\n"
            )
        if first.tag == "select":
            return [
                one.attributes.get("value", "")
                for one in first.every()
                if one.tag == "option" and "selected" in one.attributes
            ]
        if first.attributes.get("type") in ("checkbox", "radio"):
            return [one.attributes.get("value", "on") for one in controls if _checked(one)]
        return first.attributes.get("value", "")


def _checked(control: Element) -> bool:
    return "checked" in control.attributes
