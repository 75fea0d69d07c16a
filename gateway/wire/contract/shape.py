"""The shape of a message: its members in wire order, read from the schema at start-up.

Spyne's own models cannot say "an unqualified child in a qualified root", and written by hand they would
repeat every type of the contract. So the schema is the model: a shape is compiled from it, the codec is
compiled from the shape, and a message in Python is a mapping from member names to text, mappings or
lists of these. What a wildcard lets in has no place in it: only operations that nobody serves have one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import xmlschema
from xmlschema.validators import XsdElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member: its local name, its tag in Clark notation, whether it may stand many times or be left out.

    `shape` is None where the member holds text.
    """

    name: str
    tag: str
    many: bool
    optional: bool
    shape: "Shape | None"


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of an element, in wire order."""

    members: tuple[Member, ...]


def shape_of(schema: xmlschema.XMLSchema10, tag: str) -> Shape:
    """Return the shape of a global element.

    Raises KeyError where the schema has none of this name.
    """
    shape = _shape(schema.maps.elements[tag])
    assert shape is not None, f"{tag} holds text only"
    return shape


def _shape(element: XsdElement) -> Shape | None:
    if not element.type.is_complex() or element.type.has_simple_content():
        return None
    return Shape(tuple(_member(child) for child in _children(element)))


def _children(element: XsdElement) -> Iterator[XsdElement]:
    for child in element.type.content.iter_elements():  # type: ignore[union-attr]
        if isinstance(child, XsdElement):
            yield child


def _member(element: XsdElement) -> Member:
    return Member(
        name=element.local_name,
        tag=element.name,
        many=element.max_occurs is None or element.max_occurs > 1,
        optional=element.min_occurs == 0,
        shape=_shape(element),
    )
