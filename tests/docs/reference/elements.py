"""The elements of a message, from the compiled schemas."""

from collections.abc import Iterator
from dataclasses import dataclass

from xmlschema import XMLSchema10
from xmlschema.aliases import BaseXsdType
from xmlschema.validators import XsdComplexType, XsdElement, XsdSimpleType, XsdUnion

from gateway.wire.namespaces import XSD
from tests.docs.reference.markdown import code, codes, table

_NONE = "The message has no elements."


@dataclass(frozen=True, slots=True)
class _Row:
    depth: int
    element: XsdElement


def write_elements(schema: XMLSchema10, tag: str) -> str:
    """Return a table of a message's elements, in order."""
    rows = list(_rows(schema.maps.elements[tag], 0))
    if not rows:
        return _NONE
    return table(
        ("element", "how often", "type", "rules"),
        ((_name(row), _how_often(row.element), *_type(row.element)) for row in rows),
    )


def _rows(parent: XsdElement, depth: int) -> Iterator[_Row]:
    if not parent.type.is_complex() or parent.type.has_simple_content():
        return
    for child in parent.type.content.iter_elements():  # type: ignore[union-attr]
        if isinstance(child, XsdElement):
            yield _Row(depth, child)
            yield from _rows(child, depth + 1)


def _name(row: _Row) -> str:
    return "&emsp;" * row.depth + code(row.element.local_name)


def _how_often(element: XsdElement) -> str:
    least, most = element.min_occurs, element.max_occurs
    if (least, most) == (1, 1):
        return "once"
    if (least, most) == (0, 1):
        return "optional"
    if most is None:
        return "any number" if least == 0 else f"{least} or more"
    return f"{least} to {most}"


def _type(element: XsdElement) -> tuple[str, str]:
    """Return the type of an element, and its rules."""
    kind = element.type
    may_be_nil = ["may be nil"] if element.nillable else []
    if kind.is_complex() and not kind.has_simple_content():
        return "elements", "; ".join(may_be_nil)
    simple = kind.content if isinstance(kind, XsdComplexType) else kind
    assert isinstance(simple, XsdSimpleType)
    members = simple.member_types if isinstance(simple, XsdUnion) else [simple]
    types = dict.fromkeys(_built_in(member) for member in members)
    rules = ["; ".join(_rules(member)) for member in members]
    return " or ".join(map(code, types)), "; ".join([*filter(None, [" or ".join(filter(None, rules))]), *may_be_nil])


def _built_in(kind: BaseXsdType) -> str:
    """Return the type of XML Schema that a type restricts."""
    while not _is_built_in(kind):
        if kind.base_type is None:
            return "text"
        kind = kind.base_type
    return kind.local_name or "text"


def _is_built_in(kind: BaseXsdType) -> bool:
    return (kind.name or "").startswith(f"{{{XSD}}}")


def _rules(kind: XsdSimpleType) -> Iterator[str]:
    if kind.enumeration:
        yield "one of " + codes(str(value) or '""' for value in kind.enumeration)
    least, most = kind.min_length, kind.max_length
    if least is not None and least == most:
        yield f"{least} characters"
    elif least and most is not None:
        yield f"{least} to {most} characters"
    elif most is not None:
        yield f"at most {most} characters" if most else "empty"
    elif least:
        yield f"at least {least} characters"
    if kind.patterns is not None:
        yield "pattern " + " or ".join(code(pattern) for pattern in kind.patterns.regexps)
    if not _is_built_in(kind):
        if kind.min_value is not None:
            yield f"at least {kind.min_value!s}"
        if kind.max_value is not None:
            yield f"at most {kind.max_value!s}"
