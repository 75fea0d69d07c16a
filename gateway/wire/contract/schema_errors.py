"""Explain an invalid message in the words of Xerces.

The live service uses a Xerces validator and puts its sentence into the fault (contract section 5). The gateway's
validator, libxml2, only decides that a message is invalid. Then this module walks through the message along the schema
that xmlschema has read. It stops at the error that Xerces would report first: an element in the wrong place and its
attributes when it opens, its content when it closes, and for a value the pattern before the other facets.

The walk takes a few microseconds for each element. libxml2 checks the patterns, because it decided that the message is
invalid, and because `re` may backtrack without limit. xsi:type plays no part: where it is present it names the declared
type. The contract consists of sequences; for any other content model the error is the one that xmlschema finds.

No sentence quotes a password, a key or a PIN, or anything inside one, or shows its length.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, cast

import xmlschema
import xmlschema.names as xsd
from lxml import etree
from xmlschema import XMLSchemaChildrenValidationError, XMLSchemaException, XMLSchemaValidationError
from xmlschema.validators import (
    XsdAtomicRestriction,
    XsdAttribute,
    XsdComplexType,
    XsdComponent,
    XsdElement,
    XsdEnumerationFacets,
    XsdFacet,
    XsdGroup,
    XsdPatternFacets,
    XsdSimpleType,
    XsdUnion,
)

from gateway.domain.text import BLANKS
from gateway.wire.contract.xerces_sentences import MASK, SchemaError, is_secret, local_name, shorten, write_error

_LONG = 4096  # for longer texts, check the length facets before the patterns
_INTEGER = re.compile(r"[+-]?[0-9]+")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_XSI_ATTRIBUTES = frozenset(_XSI + name for name in ("nil", "type", "schemaLocation", "noNamespaceSchemaLocation"))
_NIL_OF_XERCES = "http://www.w3.org/2001/XMLSchema-instance,nil"
_LENGTHS = (xsd.XSD_MAX_LENGTH, xsd.XSD_MIN_LENGTH, xsd.XSD_LENGTH)
_BOUNDS = (xsd.XSD_MAX_INCLUSIVE, xsd.XSD_MAX_EXCLUSIVE, xsd.XSD_MIN_EXCLUSIVE, xsd.XSD_MIN_INCLUSIVE)
_FACETS = (*_LENGTHS, xsd.XSD_ENUMERATION, xsd.XSD_FRACTION_DIGITS, xsd.XSD_TOTAL_DIGITS, *_BOUNDS)  # Xerces order


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """The rules of a simple type, in the order checked."""

    name: str
    white_space: str | None
    patterns: tuple[tuple[str, ...], ...]  # for each derivation step, base first, the alternatives
    read: Callable[[str], Any]  # raises ValueError or ArithmeticError
    unreadable: tuple[str, str]  # code, and the name of the type that `read` reads
    facets: tuple[XsdFacet, ...]


@dataclass(frozen=True, slots=True)
class _Breach:
    """A value that breaks the rules of its type.

    The element decides whether the value may be shown.
    """

    code: str
    value: str
    words: tuple[str, ...]
    length: int | None = None


def first_error(schema: xmlschema.XMLSchema10, element: etree._Element) -> SchemaError:
    """Return the first error of the message with this root.

    If none is found, the sentence is a general one: the two validators may disagree.
    """
    declaration = schema.maps.elements.get(element.tag)
    if declaration is None:
        return write_error(element, "cvc-elt.1")
    return _element_error(element, declaration) or write_error(element, "cvc-complex-type")


def _element_error(element: etree._Element, declaration: XsdElement) -> SchemaError | None:
    if element.attrib or declaration.attributes:
        if error := _nil_error(element, declaration) or _attribute_error(element, declaration):
            return error
        if element.get(_XSI + "nil", "").strip(BLANKS) in ("true", "1"):
            is_empty = not (_text(element) or _has_child(element))
            return None if is_empty else write_error(element, "cvc-elt.3.2.1", _NIL_OF_XERCES)
    kind = declaration.type
    if isinstance(kind, XsdSimpleType):
        return _value_error(element, kind, "cvc-type.3.1.2")
    if isinstance(kind.content, XsdSimpleType):
        return _value_error(element, kind.content, "cvc-complex-type.2.2")
    slots = _slots(kind.content)
    return _foreign_error(element, declaration) if slots is None else _content_error(element, kind, slots)


def _nil_error(element: etree._Element, declaration: XsdElement) -> SchemaError | None:
    nil = element.get(_XSI + "nil")
    if nil is None:
        return None
    if not declaration.nillable:
        return write_error(element, "cvc-elt.3.1", _NIL_OF_XERCES)
    breach = _breach(nil, cast("XsdSimpleType", declaration.maps.types[xsd.XSD_BOOLEAN]))
    return _breach_error(element, breach) if breach else None


def _attribute_error(element: etree._Element, declaration: XsdElement) -> SchemaError | None:
    declared = declaration.attributes
    for name in cast("Iterable[str]", element.attrib):  # not items(): its time for the values is quadratic in lxml
        attribute = declared.get(name)
        if isinstance(attribute, XsdAttribute) and attribute.use != "prohibited":
            if breach := _breach(element.get(name, ""), attribute.type):
                return _breach_error(element, breach, named=name)
        elif name not in _XSI_ATTRIBUTES and None not in declared:
            code = "cvc-type.3.1.1" if isinstance(declaration.type, XsdSimpleType) else "cvc-complex-type.3.2.2"
            return write_error(element, code, MASK if is_secret(element) else shorten(_attribute_name(element, name)))
    missing = next((name for name in declared.iter_required() if name not in element.attrib), None)
    return None if missing is None else write_error(element, "cvc-complex-type.4", local_name(missing))


def _content_error(element: etree._Element, kind: XsdComplexType, slots: Sequence[XsdElement]) -> SchemaError | None:
    """Compare the children, in order, with a sequence's declarations."""
    margin = BLANKS if slots else ""  # an empty element may not even hold white space
    has_text = bool(element.text and element.text.strip(margin))
    position = count = 0
    for child in element:
        has_text = has_text or bool(child.tail and child.tail.strip(margin))
        if not _is_element(child):
            continue
        place = _advance(slots, position, count, child.tag)
        if place is None:
            return _unexpected(child, _expected(slots, position, count)[0])
        position, count = place
        if error := _element_error(child, slots[position]):
            return error
    if has_text and not kind.mixed:
        return write_error(element, "cvc-complex-type.2.3" if slots else "cvc-complex-type.2.1")
    names, is_required = _expected(slots, position, count)
    return write_error(element, "cvc-complex-type.2.4.b", ", ".join(names)) if is_required else None


def _advance(slots: Sequence[XsdElement], position: int, count: int, tag: str) -> tuple[int, int] | None:
    """Return the place of the next child.

    A place is the index of a slot, and the number of children in it. The arguments are the place of the last child.
    """
    for place in range(position, len(slots)):
        slot = slots[place]
        if slot.name == tag and (slot.max_occurs is None or count < slot.max_occurs):
            return place, count + 1
        if count < slot.min_occurs:
            return None
        count = 0
    return None


def _expected(slots: Sequence[XsdElement], position: int, count: int) -> tuple[list[str], bool]:
    """Return the names that may come next.

    The second value is whether one of them is required.
    """
    names = []
    for slot in slots[position:]:
        if slot.max_occurs is None or count < slot.max_occurs:
            names.append(_expanded(slot.name))
        if count < slot.min_occurs:
            return names, True
        count = 0
    return names, False


def _unexpected(child: etree._Element, names: list[str]) -> SchemaError:
    code = "cvc-complex-type.2.4.a" if names else "cvc-complex-type.2.4.d"
    parent = child.getparent()
    if parent is not None and is_secret(parent):
        return write_error(parent, code, MASK, ", ".join(names))
    shown = f"{{{_expanded(child.tag)}}}" if child.tag.startswith("{") else child.tag
    return write_error(child, code, shorten(shown), ", ".join(names))


@lru_cache(maxsize=1024)
def _slots(group: XsdGroup) -> tuple[XsdElement, ...] | None:
    """Return the elements of nested sequences, or None.

    It is None for any other content model.
    """
    if group.content and (group.model != "sequence" or group.occurs != (1, 1)):
        return None
    slots: list[XsdElement] = []
    for particle in group.content:
        if isinstance(particle, XsdGroup) and (inner := _slots(particle)) is not None:
            slots.extend(inner)
        elif isinstance(particle, XsdElement) and _is_plain(particle):
            slots.append(particle)
        else:
            return None
    return tuple(slots)


def _is_plain(declaration: XsdElement) -> bool:
    """Return whether it has no substitutes, default or fixed value."""
    has_substitutes = declaration.name in declaration.maps.substitution_groups
    return not has_substitutes and declaration.fixed is None and declaration.default is None


def _foreign_error(element: etree._Element, declaration: XsdElement) -> SchemaError | None:
    """Return xmlschema's error on content that is no sequence."""
    try:
        found = next(declaration.iter_errors(cast("Any", element)), None)
    except (XMLSchemaException, ValueError, ArithmeticError, RecursionError):
        return None
    if found is None or found.elem is None:
        return None
    culprit: Any = found.elem
    if isinstance(found, XMLSchemaChildrenValidationError):
        names = [_expanded(particle.name) for particle in found.expected or () if particle.name]
        if found.invalid_tag is None:
            return write_error(culprit, "cvc-complex-type.2.4.b", ", ".join(names))
        return _unexpected(culprit[found.index], names)
    kind = found.validator.parent if isinstance(found.validator, XsdFacet) else found.validator
    error = _value_error(culprit, kind, "cvc-type.3.1.2") if isinstance(kind, XsdSimpleType) else None
    return error or write_error(culprit, "cvc-complex-type")


def _value_error(element: etree._Element, kind: XsdSimpleType, code_for_child: str) -> SchemaError | None:
    if _has_child(element):
        return write_error(element, code_for_child)
    breach = _breach(_text(element), kind)
    return _breach_error(element, breach) if breach else None


def _has_child(element: etree._Element) -> bool:
    return any(_is_element(child) for child in element)


def _is_element(node: etree._Element) -> bool:
    """Return whether a node is an element, not a comment."""
    return isinstance(node.tag, str)


def _text(element: etree._Element) -> str:
    """Return the text of an element, without comments."""
    text = element.text or ""
    return text + "".join(child.tail or "" for child in element) if len(element) else text


def _breach_error(element: etree._Element, breach: _Breach, named: str = "") -> SchemaError:
    secret = is_secret(element) or "password" in named.lower()
    length = "" if secret or breach.length is None else f" with length = '{breach.length}'"
    return write_error(element, breach.code, MASK if secret else shorten(breach.value), length, *breach.words)


def _breach(text: str, kind: XsdSimpleType) -> _Breach | None:
    rule = _rule(kind)
    if rule.white_space in ("replace", "collapse"):
        text = re.sub(r"[\t\r\n]", " ", text)
    if rule.white_space == "collapse":
        text = re.sub(" +", " ", text).strip(" ")
    if len(text) > _LONG and rule.read is str:
        lengths = [facet for facet in rule.facets if facet.elem.tag in _LENGTHS]
        if breach := _facet_breach(text, text, rule.name, lengths):
            return breach
    for choice in rule.patterns:
        if not _matches(choice, text):
            return _Breach("cvc-pattern-valid", text, ("pattern", "|".join(choice), rule.name))
    try:
        value = rule.read(text)
    except (ValueError, ArithmeticError):
        code, name = rule.unreadable
        return _Breach(code, text, (name or rule.name,))
    return _facet_breach(text, value, rule.name, rule.facets)


def _facet_breach(text: str, value: Any, type_name: str, facets: Sequence[XsdFacet]) -> _Breach | None:
    for facet in facets:
        try:
            facet(value)
        except XMLSchemaValidationError:
            name = local_name(facet.elem.tag)
            limits = facet if isinstance(facet, XsdEnumerationFacets) else (facet.elem,)
            limit = ", ".join(limit.get("value", "") for limit in limits)
            length = len(value) if facet.elem.tag in _LENGTHS else None
            return _Breach(f"cvc-{name}-valid", text, (name, limit, type_name), length)
    return None


@lru_cache(maxsize=1024)
def _rule(kind: XsdSimpleType) -> _Rule:
    patterns: list[tuple[str, ...]] = []
    root: Any = kind
    while isinstance(root, XsdAtomicRestriction):
        own = root.facets.get(xsd.XSD_PATTERN)
        if isinstance(own, XsdPatternFacets):
            patterns.insert(0, tuple(own.regexps))
        root = root.base_type.content if isinstance(root.base_type, XsdComplexType) else root.base_type
    read, unreadable = _reader(root)
    facets = (kind.get_facet(tag) for tag in _FACETS if not isinstance(root, XsdUnion))
    return _Rule(
        name=_type_name(kind),
        white_space=None if isinstance(root, XsdUnion) else kind.white_space,
        patterns=tuple(patterns),
        read=read,
        unreadable=unreadable,
        facets=tuple(facet for facet in facets if isinstance(facet, XsdFacet)),
    )


def _reader(root: XsdSimpleType) -> tuple[Callable[[str], Any], tuple[str, str]]:
    """Return the reader of a primitive type, and its error.

    The error is the code and type name with which Xerces refuses a text.
    """
    name = root.local_name or ""
    if isinstance(root, XsdUnion):
        return partial(_read_member, root), ("cvc-datatype-valid.1.2.3", name)
    if name in ("string", "normalizedString", "token", "anySimpleType"):
        return str, ("", "")
    if root.python_type is int:
        return _read_integer, ("cvc-datatype-valid.1.2.1", "integer")
    return partial(_read_other, root), (f"cvc-datatype-valid.1.2.{2 if root.is_list() else 1}", name)


def _read_member(root: XsdUnion, text: str) -> str:
    if all(_breach(text, member) for member in root.member_types):
        raise ValueError("in no member of the union")
    return text


def _read_integer(text: str) -> Decimal:
    if not _INTEGER.fullmatch(text):
        raise ValueError("no integer")
    return Decimal(text)  # int() refuses more than 4,300 digits


def _read_other(root: XsdSimpleType, text: str) -> Any:
    if not root.is_valid(text):
        raise ValueError("not in the lexical space")
    return text.split() if root.is_list() else root.to_python(text)


def _type_name(kind: XsdSimpleType) -> str:
    """Return the name of a type.

    A type without a name is called after the declarations around it.
    """
    if kind.local_name:
        return kind.local_name
    around: XsdComponent | None = kind.parent
    names = []
    while around is not None:
        names.append(around.local_name or "")
        around = around.parent
    return "#AnonType_" + "".join(names)


def _matches(choice: tuple[str, ...], text: str) -> bool:
    holder = etree.Element("value")
    holder.text = text
    try:
        return _pattern_schema(choice).validate(holder)
    except etree.XMLSchemaValidateError:
        return False  # libxml2 could not check the text, as when it decided


@lru_cache(maxsize=1024)
def _pattern_schema(choice: tuple[str, ...]) -> etree.XMLSchema:
    """Compile a schema whose element `value` must match a pattern.

    One of the patterns in `choice` must match. Threads may share it: they share only its error log, which is not read.
    """
    schema = etree.Element(xsd.XSD_SCHEMA)
    holder = etree.SubElement(etree.SubElement(schema, xsd.XSD_ELEMENT, name="value"), xsd.XSD_SIMPLE_TYPE)
    restriction = etree.SubElement(holder, xsd.XSD_RESTRICTION, base="xs:string", nsmap={"xs": xsd.XSD_NAMESPACE})
    for pattern in choice:
        etree.SubElement(restriction, xsd.XSD_PATTERN, value=pattern)
    return etree.XMLSchema(schema)


def _expanded(tag: str) -> str:
    """Return a name as Xerces lists what is expected."""
    namespace, _, local = tag.rpartition("}")
    return f'"{namespace[1:]}":{local}' if namespace else local


def _attribute_name(element: etree._Element, name: str) -> str:
    namespace, _, local = name.rpartition("}")
    prefixes = (prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace[1:])
    return f"{next(prefixes, 'xml')}:{local}" if namespace else local
