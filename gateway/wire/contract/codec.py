"""Read messages from XML, and write them to XML.

The functions that do so are compiled once from the shape of a message.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, repeat
from typing import Any, Final, NamedTuple

from lxml.etree import _Element

from gateway.domain.text import BLANKS, is_writable
from gateway.wire.contract.shape import Member, Shape
from gateway.wire.namespaces import XSI
from gateway.wire.values.message import NIL, Column, Members, Message, Rows

Reader = Callable[[_Element], Members]
Writer = Callable[[Message, list[str]], None]

_NIL_TAG = f"{{{XSI}}}nil"
_FALSE = ("false", "0")
_find_special = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]").search
"""Find what must be escaped, or what XML cannot carry."""

_ABSENT: Final = object()


def compile_reader(shape: Shape) -> Reader:
    """Compile a function that reads elements of this shape.

    The schema must have found the element valid.
    """
    plan = {
        member.tag: (member.name, member.many, None if member.shape is None else compile_reader(member.shape))
        for member in shape.members
    }

    def read(element: _Element) -> Members:
        message: Members = {}
        for child in element:
            name, many, read_member = plan[child.tag]
            if read_member is None:
                value: Any = child.text or ""
                if not many and not value.strip(BLANKS):
                    continue
            else:
                value = read_member(child)
            if many:
                message.setdefault(name, []).append(value)
            else:
                message[name] = value
        return message

    return read


def compile_writer(shape: Shape, prefixes: Mapping[str, str]) -> Writer:
    """Compile a function that writes messages of this shape.

    `prefixes` gives the prefix of each namespace. The function adds pieces of XML to a list. The tags come from the
    schema only and are put together here, once; text is escaped. A tree would take five times as long
    (docs/decisions/004). The function raises ValueError for a text that XML cannot carry, and for a message with a
    member that the shape does not have, so that nothing is left out unnoticed.
    """
    plan = [
        (
            *_tag(member, prefixes),
            None if member.shape is None else compile_writer(member.shape, prefixes),
            None if member.shape is None else _compile_rows_writer(member, member.shape, prefixes),
        )
        for member in shape.members
    ]
    known = {member.name for member in shape.members}

    def write(message: Message, pieces: list[str]) -> None:
        append = pieces.append
        if not message.keys() <= known:
            raise ValueError(f"the contract has no member {sorted(message.keys() - known)} here")
        for name, opening, closing, nil, write_member, write_rows in plan:
            value = message.get(name, _ABSENT)
            if value is _ABSENT:
                continue
            if type(value) is str and write_member is None:  # most members are text
                append(f"{opening}{value if value.isalnum() else _escaped(value)}{closing}")
                continue
            if type(value) is Rows and write_rows is not None:
                pieces += write_rows(value)
                continue
            for item in value if type(value) is list else (value,):
                if item is NIL:
                    append(nil)
                elif write_member is None:
                    append(f"{opening}{_escaped(item)}{closing}")
                else:
                    append(opening)
                    write_member(item, pieces)
                    append(closing)

    return write


def _compile_rows_writer(member: Member, shape: Shape, prefixes: Mapping[str, str]) -> Callable[[Rows], Iterable[str]]:
    """Compile a function that returns the pieces of rows.

    It goes by column, because most values of a column are repeated, and each is written once. What all items have alike
    is one piece (docs/decisions/004).
    """
    item = _tag(member, prefixes)
    tags = [_tag(one, prefixes) for one in shape.members]
    known = {tag.name for tag in tags}

    def write(rows: Rows) -> Iterable[str]:
        if not rows.columns.keys() <= known:
            raise ValueError(f"the contract has no member {sorted(rows.columns.keys() - known)} here")
        if not rows.values:
            return ()
        by_place = list(zip(*rows.values, strict=True))
        before = item.opening  # what all items have before the next value that differs
        written: list[Iterable[str]] = []
        for tag in tags:
            column = rows.columns.get(tag.name)
            if not isinstance(column, Column):
                before += _element(tag, column)
                continue
            values = by_place[column.place]
            elements = _elements(tag, column, values)
            if len(elements) == 1:
                before += elements[values[0]]
            else:
                written += [repeat(before), map(elements.__getitem__, values)]
                before = ""
        written.append([before + item.closing] * len(rows.values))
        return chain.from_iterable(zip(*written, strict=False))  # only the last one has an end in any case

    return write


def _elements(tag: "_Tag", column: Column, values: Iterable[Any]) -> dict[Any, str]:
    """Return the element of each value of a column."""
    _, opening, closing, _ = tag
    elements: dict[Any, str] = {}
    stated = set(values)
    if None in stated:
        stated.remove(None)
        elements[None] = _element(tag, column.instead)
    texts = list(map(column.format, stated))
    if _find_special("".join(filter(None, texts))) is not None:  # one search is faster than one for each text
        texts = [text and _escaped(text) for text in texts]
    for value, text in zip(stated, texts, strict=True):
        elements[value] = "" if text is None else f"{opening}{text}{closing}"
    return elements


def _element(tag: "_Tag", value: Any) -> str:
    if value is None:
        return ""
    return tag.nil if value is NIL else f"{tag.opening}{_escaped(value)}{tag.closing}"


class _Tag(NamedTuple):
    """A member's name, and the tags around its value."""

    name: str
    opening: str
    closing: str
    nil: str


def _tag(member: Member, prefixes: Mapping[str, str]) -> _Tag:
    tag = prefixed(member.tag, prefixes)
    return _Tag(member.name, f"<{tag}>", f"</{tag}>", f'<{tag} {prefixes.get(XSI, "")}:nil="true"/>')


def _escaped(text: str) -> str:
    """Return a text as XML has it.

    Raises ValueError if XML cannot.
    """
    if _find_special(text) is None:
        return text
    if not is_writable(text):
        raise ValueError("a value holds a character that XML cannot carry")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def prefixed(tag: str, prefixes: Mapping[str, str]) -> str:
    """Return a tag in Clark notation as a prefixed name.

    The prefix "" stands for the default namespace.
    """
    if not tag.startswith("{"):
        return tag
    namespace, _, name = tag[1:].partition("}")
    prefix = prefixes[namespace]
    return f"{prefix}:{name}" if prefix else name


def prune(element: _Element, shape: Shape) -> None:
    """Remove members without a value, which the schema would refuse.

    These are optional members that are nil, empty or blank, and attributes xsi:nil="false". Clients write a missing
    value in any of these ways (contract 1.6), and the strict schema allows only some.
    """
    members = {member.tag: member for member in shape.members}
    for child in list(element):
        nil = child.get(_NIL_TAG)
        if nil is not None and nil.strip(BLANKS) in _FALSE:
            del child.attrib[_NIL_TAG]
        member = members.get(child.tag)
        if member is None:
            continue
        if len(child) == 0 and member.optional and not (child.text or "").strip(BLANKS):
            element.remove(child)
        elif member.shape is not None:
            prune(child, member.shape)
