"""The sentences of Xerces, without secrets (contract section 5)."""

import re
from dataclasses import dataclass
from dataclasses import field as member
from typing import cast

from lxml import etree

# {0} is the element; in the sentences on values {1} is the value and {2} its length, or nothing.
_SENTENCES = {
    "cvc-elt.1": "Cannot find the declaration of element '{0}'.",
    "cvc-elt.3.1": "Attribute '{1}' must not appear on element '{0}', "
    "because the {{nillable}} property of '{0}' is false.",
    "cvc-elt.3.2.1": "Element '{0}' cannot have character or element information [children], "
    "because '{1}' is specified.",
    "cvc-type.3.1.1": "Element '{0}' is a simple type, so it cannot have attributes, excepting those whose namespace "
    "name is identical to 'http://www.w3.org/2001/XMLSchema-instance' and whose [local name] is one of 'type', 'nil', "
    "'schemaLocation' or 'noNamespaceSchemaLocation'. However, the attribute, '{1}' was found.",
    "cvc-type.3.1.2": "Element '{0}' is a simple type, so it must have no element information item [children].",
    "cvc-complex-type": "The content of element '{0}' is not valid.",
    "cvc-complex-type.2.1": "Element '{0}' must have no character or element information item [children], "
    "because the type's content type is empty.",
    "cvc-complex-type.2.2": "Element '{0}' must have no element [children], and the value must be valid.",
    "cvc-complex-type.2.3": "Element '{0}' cannot have character [children], "
    "because the type's content type is element-only.",
    "cvc-complex-type.2.4.a": "Invalid content was found starting with element '{1}'. One of '{{{2}}}' is expected.",
    "cvc-complex-type.2.4.b": "The content of element '{0}' is not complete. One of '{{{1}}}' is expected.",
    "cvc-complex-type.2.4.d": "Invalid content was found starting with element '{1}'. "
    "No child element is expected at this point.",
    "cvc-complex-type.3.2.2": "Attribute '{1}' is not allowed to appear in element '{0}'.",
    "cvc-complex-type.4": "Attribute '{1}' must appear on element '{0}'.",
    "cvc-datatype-valid.1.2.1": "'{1}' is not a valid value for '{3}'.",
    "cvc-datatype-valid.1.2.2": "'{1}' is not a valid value of list type '{3}'.",
    "cvc-datatype-valid.1.2.3": "'{1}' is not a valid value of union type '{3}'.",
    "cvc-enumeration-valid": "Value '{1}' is not facet-valid with respect to enumeration '[{4}]'. "
    "It must be a value from the enumeration.",
}
_FACET_SENTENCE = "Value '{1}'{2} is not facet-valid with respect to {3} '{4}' for type '{5}'."
MASK = "********"
_SECRETS = ("key", "keyvalue", "pincode")  # besides names that contain "password"
_QUOTED = 100  # longest quotation of a value or a name, in characters
_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """The sentence of the first error, and the element's name.

    `line` is the element's in the message, if it is known.
    """

    sentence: str
    field: str
    line: int | None = member(default=None, compare=False)


def write_error(element: etree._Element, code: str, *words: str) -> SchemaError:
    """Return the sentence with this code for an element.

    `words` are the other parts of the sentence.
    """
    local = shorten(local_name(element.tag))
    name = f"{shorten(element.prefix)}:{local}" if element.prefix else local
    sentence = _SENTENCES.get(code, _FACET_SENTENCE).format(name, *words)
    return SchemaError(sentence=f"{code}: {sentence}", field=local, line=cast("int | None", element.sourceline))


def is_secret(element: etree._Element) -> bool:
    """Return whether an element holds or is inside a secret.

    Secrets are passwords, keys and PINs.
    """
    names = [local_name(node.tag).lower() for node in (element, *element.iterancestors())]
    return any("password" in name or name in _SECRETS for name in names)


def shorten(text: str) -> str:
    """Return the text printable, in at most a hundred characters."""
    clean = _UNPRINTABLE.sub("", text[: 10 * _QUOTED])
    is_whole = len(clean) <= _QUOTED and len(text) <= 10 * _QUOTED
    return clean if is_whole else clean[:_QUOTED] + "..."


def local_name(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]
