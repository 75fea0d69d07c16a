"""Elements of a message that a client sent."""

from typing import Final

from lxml import etree
from lxml.etree import _Element

from gateway.wire.namespaces import XSI

_NIL: Final = f"{{{XSI}}}nil"


def local(element: _Element) -> str:
    """Return the local name of an element."""
    return etree.QName(element).localname


def is_nil(element: _Element) -> bool:
    """Return whether an element says that it has no value."""
    return element.get(_NIL, "").strip() in ("1", "true")
