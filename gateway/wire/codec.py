"""Reads messages from XML and writes them to XML, by functions compiled once from their shape."""

from collections.abc import Callable
from typing import Any, Final

from lxml import etree
from lxml.etree import SubElement, _Element

from gateway.wire.namespaces import XSI
from gateway.wire.shape import Message, Shape

Reader = Callable[[_Element], dict[str, Any]]
Writer = Callable[[_Element, Message], None]

NIL: Final = object()
"""A member that is written as xsi:nil."""

_NIL_TAG = f"{{{XSI}}}nil"
_TRUE = ("true", "1")


def compile_reader(shape: Shape) -> Reader:
    """Compile the function that reads an element of this shape, which a schema has found valid."""
    plan = {
        member.tag: (member.name, member.many, None if member.shape is None else compile_reader(member.shape))
        for member in shape.members
    }

    def read(element: _Element) -> dict[str, Any]:
        message: dict[str, Any] = {}
        for child in element:
            name, many, read_member = plan[child.tag]
            if read_member is None:
                value: Any = child.text or ""
                if not many and not value.strip():
                    continue
            else:
                value = read_member(child)
            if many:
                message.setdefault(name, []).append(value)
            else:
                message[name] = value
        return message

    return read


def compile_writer(shape: Shape) -> Writer:
    """Compile the function that writes a message as the children of an element.

    The writer raises ValueError for a message with a member that the shape does not have: nothing is
    dropped in silence.
    """
    plan = tuple(
        (member.name, member.tag, None if member.shape is None else compile_writer(member.shape))
        for member in shape.members
    )

    def write(parent: _Element, message: Message) -> None:
        left = len(message)
        for name, tag, write_member in plan:
            if name not in message:
                continue
            left -= 1
            value = message[name]
            for item in value if type(value) is list else (value,):
                child = SubElement(parent, tag)
                if item is NIL:
                    child.set(_NIL_TAG, "true")
                elif write_member is None:
                    child.text = item
                else:
                    write_member(child, item)
        if left:
            known = {name for name, *_ in plan}
            raise ValueError(f"the contract has no member {sorted(message.keys() - known)} here")

    return write


def prune(element: _Element, shape: Shape) -> None:
    """Take out what means "no value": optional members that are nil, empty or blank, and xsi:nil="false".

    Clients write a missing value in any of these ways (contract 1.6), the strict schema knows only some.
    """
    members = {member.tag: member for member in shape.members}
    for child in list(element):
        nil = child.get(_NIL_TAG)
        if nil is not None and nil.strip() not in _TRUE:
            del child.attrib[_NIL_TAG]
        member = members.get(child.tag)
        if member is None:
            continue
        if len(child) == 0 and member.optional and not (child.text or "").strip():
            element.remove(child)
        elif member.shape is not None:
            prune(child, member.shape)


def to_bytes(element: _Element) -> bytes:
    """Serialise an answer."""
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)
