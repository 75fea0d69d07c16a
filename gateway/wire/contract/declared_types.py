"""Check xsi:type: it may name only an element's declared type.

Ruby's soap4r, for example, writes the declared type on every element. A schema alone would allow a derived type too,
and with it members that nothing reads. soap4r may also write xsd:int on an xs:long, which XML Schema allows, and
xsd:nil on an element that is nil.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import xmlschema
from lxml import etree
from lxml.etree import _Element
from xmlschema.validators import XsdElement

from gateway.wire.namespaces import XSD, XSI

_TYPE = f"{{{XSI}}}type"
_NIL = f"{{{XSI}}}nil"
_TYPE_OF_NIL = f"{{{XSD}}}nil"
_LONG = f"{{{XSD}}}long"
_INT = f"{{{XSD}}}int"
_HAS_TYPE = etree.XPath("boolean(descendant-or-self::*/@xsi:type)", namespaces={"xsi": XSI})


@dataclass(frozen=True, slots=True)
class DeclaredTypes:
    """The names of an element's type, and its members' types.

    Names and tags are in Clark notation.
    """

    names: frozenset[str]
    members: "Mapping[str, DeclaredTypes]"


_UNKNOWN = DeclaredTypes(frozenset(), {})


def read_declared_types(tag: str, *schemas: xmlschema.XMLSchema10) -> DeclaredTypes:
    """Return the declared types of a global element.

    The WSDL, from which clients are generated, and the schema of requests may give a type different names. Both are
    allowed.
    """
    return _read([schema.maps.elements[tag] for schema in schemas if tag in schema.maps.elements])


def _read(declared: list[XsdElement]) -> DeclaredTypes:
    members: dict[str, list[XsdElement]] = {}
    for element in declared:
        if element.type.is_complex() and not element.type.has_simple_content():
            for child in element.type.content.iter_elements():  # type: ignore[union-attr]
                if isinstance(child, XsdElement):
                    members.setdefault(child.name, []).append(child)
    names = frozenset(element.type.name for element in declared if element.type.name is not None)
    if _LONG in names:
        names |= {_INT}
    return DeclaredTypes(names, {name: _read(same) for name, same in members.items()})


def remove_declared_types(root: _Element, declared: DeclaredTypes) -> _Element | None:
    """Remove every xsi:type, if all name declared types.

    Otherwise return the first element whose xsi:type does not.
    """
    if not _HAS_TYPE(root):
        return None
    foreign = _find_foreign(root, declared)
    if foreign is None:
        for element in root.iter():
            element.attrib.pop(_TYPE, "")
    return foreign


def _find_foreign(element: _Element, declared: DeclaredTypes) -> _Element | None:
    named = element.get(_TYPE)
    if named is not None and not _is_declared(element, named, declared):
        return element
    for child in element:
        foreign = _find_foreign(child, declared.members.get(str(child.tag), _UNKNOWN))
        if foreign is not None:
            return foreign
    return None


def _is_declared(element: _Element, named: str, declared: DeclaredTypes) -> bool:
    name = _resolve(element, named)
    return name in declared.names or (name == _TYPE_OF_NIL and element.get(_NIL, "").strip() in ("true", "1"))


def _resolve(element: _Element, named: str) -> str | None:
    """Return a prefixed name in Clark notation.

    It is None if the prefix is not declared.
    """
    prefix, _, name = named.strip().rpartition(":")
    namespace = element.nsmap.get(prefix or None)
    if namespace is None:
        return None if prefix else name
    return f"{{{namespace}}}{name}"
