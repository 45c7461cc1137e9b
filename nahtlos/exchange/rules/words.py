"""The lists of the directory as taxonomies: topics with their groups, target groups, forms. Their
ids are made from their codes, so that they are the same in every installation.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final
from uuid import UUID, uuid5

from nahtlos.directory.rules import catalogue
from nahtlos.exchange.rules.shapes import Attribute, Taxonomy, TaxonomyTerm

# The namespace of every id that is made from a code. Never to be changed.
NAMESPACE: Final = UUID("6b1f2f0c-5d0e-5c43-9d3a-7e1f7c0a4e21")
TOPIC: Final = "topic"
AUDIENCE: Final = "audience"
FORMAT: Final = "format"


def _taxonomy(code: str, name: str, description: str) -> Taxonomy:
    return Taxonomy(id=uuid5(NAMESPACE, code), name=name, description=description, version="1")


@cache
def taxonomies() -> dict[str, Taxonomy]:
    """{kind: taxonomy}, in a fixed order."""
    return {
        TOPIC: _taxonomy("topics", "Nahtlos Themen", "Worum es bei einem Angebot geht."),
        AUDIENCE: _taxonomy("audiences", "Nahtlos Zielgruppen", "Für wen ein Angebot da ist."),
        FORMAT: _taxonomy("formats", "Nahtlos Formen", "Auf welchem Weg ein Angebot hilft."),
    }


def term_id(kind: str, code: str) -> UUID:
    """The id of a word."""
    return uuid5(NAMESPACE, f"{kind}:{code}")


def _term(kind: str, code: str, name: str, said: str, parent: UUID | None = None) -> TaxonomyTerm:
    taxonomy = taxonomies()[kind.removesuffix("_group")]
    return TaxonomyTerm(
        id=term_id(kind, code),
        code=f"{kind}/{code}",
        name=name,
        description=said or name,
        parent_id=parent,
        taxonomy=taxonomy.name,
        taxonomy_id=taxonomy.id,
        taxonomy_detail=taxonomy,
        language="de",
    )


def _all() -> Iterator[TaxonomyTerm]:
    for group in catalogue.topic_groups():
        yield _term("topic_group", group.code, group.label, group.plain_label)
    for topic in catalogue.topics():
        parent = term_id("topic_group", topic.group)
        yield _term(TOPIC, topic.code, topic.label, topic.explanation, parent)
    for audience in catalogue.audiences():
        yield _term(AUDIENCE, audience.code, audience.label, audience.plain_label)
    for form in catalogue.formats():
        yield _term(FORMAT, form.code, form.label, form.plain_label)


@cache
def terms() -> dict[UUID, TaxonomyTerm]:
    """{id: word}, in a fixed order."""
    return {term.id: term for term in _all()}


@cache
def codes_of_term(wanted: UUID) -> dict[str, list[str]]:
    """{kind: codes} that a word stands for: a group stands for its topics. Empty where there is no
    such word.
    """
    found: dict[str, list[str]] = {}
    for term in terms().values():
        if wanted in (term.id, term.parent_id) and term.code:
            kind, _, code = term.code.partition("/")
            found.setdefault(kind, []).append(code)
    found.pop("topic_group", None)
    return found


def kind_of_taxonomy(wanted: UUID) -> str:
    """'topic', 'audience' or 'format'; '' where there is no such taxonomy."""
    return next((kind for kind, one in taxonomies().items() if one.id == wanted), "")


def attributes(owner: UUID, entity: str, kind: str, codes: list[str]) -> list[Attribute]:
    """What ties an object to the words of CODES; unknown codes are left out."""
    known = [terms().get(term_id(kind, code)) for code in codes]
    return [
        Attribute(
            id=uuid5(owner, f"attribute:{term.code}"),
            link_id=owner,
            link_type=kind,
            link_entity=entity,
            taxonomy_term_id=term.id,
            taxonomy_term=term,
        )
        for term in known
        if term
    ]
