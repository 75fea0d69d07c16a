"""The shape of a message: its members in order.

Shapes are read from the schema at start-up. Spyne's own models cannot say "an unqualified child in a qualified root",
and they would repeat every type of the contract. So the schema is the model: a shape is compiled from it, and the
reader and the writer from the shape. In Python a message is a mapping from member names to text, mappings or lists of
these. A shape has nothing that a wildcard allows, because only operations that the gateway does not support have one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import xmlschema
from xmlschema.validators import XsdElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a message.

    `name` is the local name and `tag` the name in Clark notation. `shape` is None if the member holds text.
    """

    name: str
    tag: str
    many: bool
    optional: bool
    shape: "Shape | None"


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of an element, in the schema's order."""

    members: tuple[Member, ...]


def shape_of(schema: xmlschema.XMLSchema10, tag: str) -> Shape:
    """Return the shape of a global element.

    Raises KeyError if the schema has none of this name.
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
