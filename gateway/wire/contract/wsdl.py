"""Read the WSDLs, and write them as clients get them."""

import copy
from dataclasses import dataclass
from pathlib import Path

import xmlschema
from lxml import etree
from lxml.etree import _Element

from gateway.wire.contract.files import find_schema
from gateway.wire.namespaces import MIAP_EXCEPTIONS, WSDL, WSDL_SOAP, XSD

_SCHEMA = f"{{{XSD}}}schema"
_IMPORT = f"{{{XSD}}}import"
_ADDRESS = f"{{{WSDL_SOAP}}}address"
_MEMBERS = (f"{{{XSD}}}element", f"{{{XSD}}}attribute")


@dataclass(frozen=True, slots=True, kw_only=True)
class WsdlOperation:
    """One operation of a WSDL.

    `request` and `response` are the names of the elements in Clark notation.
    """

    name: str
    soap_action: str
    request: str
    response: str


class Wsdl:
    """A WSDL file that contains all its schemas.

    An import of a file is replaced by the content of the file.
    """

    def __init__(self, path: Path) -> None:
        self._root = etree.parse(str(path)).getroot()
        self._files = _take_in_imports(self._root)
        self.service = self._root.find(f"{{{WSDL}}}service").get("name", "")  # type: ignore[union-attr]
        self.operations = tuple(self._read_operations())
        self.qualifies_fault_children = any(
            schema.get("targetNamespace") == MIAP_EXCEPTIONS and schema.get("elementFormDefault") == "qualified"
            for schema in self._root.iter(_SCHEMA)
        )
        """Whether the children of a MIAPAPIException have a namespace.

        The WSDL of 2014 gives them none.
        """

    def _read_operations(self) -> list[WsdlOperation]:
        elements = {
            message.get("name"): _qualified(message[0], message[0].get("element") or "")
            for message in self._root.iter(f"{{{WSDL}}}message")
        }
        actions = {
            operation.get("name"): operation.find(f"{{{WSDL_SOAP}}}operation").get("soapAction", "")  # type: ignore[union-attr]
            for operation in self._root.iterfind(f"{{{WSDL}}}binding/{{{WSDL}}}operation")
        }

        def element(operation: _Element, direction: str) -> str:
            message = operation.find(f"{{{WSDL}}}{direction}").get("message", "")  # type: ignore[union-attr]
            return elements[message.rpartition(":")[2]]

        return [
            WsdlOperation(
                name=operation.get("name", ""),
                soap_action=actions[operation.get("name", "")],
                request=element(operation, "input"),
                response=element(operation, "output"),
            )
            for operation in self._root.iterfind(f"{{{WSDL}}}portType/{{{WSDL}}}operation")
        ]

    def schema(self, validation: str = "skip") -> xmlschema.XMLSchema10:
        """Build the schemas inside the WSDL.

        They are not validated by default, which would take as long again; the tests do it.
        """
        texts = [etree.tostring(schema, encoding="unicode") for schema in self._root.iter(_SCHEMA)]
        first = xmlschema.XMLSchema10(texts[0], validation=validation, build=False)
        for text in texts[1:]:
            xmlschema.XMLSchema10(text, validation=validation, global_maps=first.maps, build=False)
        first.maps.build()
        return first

    def serve_schemas(self, address: str) -> dict[str, bytes]:
        """Return the schemas as separate documents, by query.

        WCF numbers the schemas of a WSDL. A schema that the WSDL imports can also be had by its file name. `address` is
        what comes before the number or the name.
        """
        schemas = list(self._root.iter(_SCHEMA))
        numbers = {schema.get("targetNamespace") or "": f"xsd{number}" for number, schema in enumerate(schemas)}
        served: dict[str, bytes] = {}
        for schema, (namespace, number) in zip(schemas, numbers.items(), strict=True):
            document = _schema_apart(schema, {other: address + name for other, name in numbers.items()})
            served |= dict.fromkeys((number, self._files.get(namespace, number)), document)
        return served

    def served(self, address: str) -> bytes:
        """Return the WSDL with the address of the service."""
        return _served(copy.deepcopy(self._root), address)

    def served_plainly(self, address: str) -> bytes:
        """Return the WSDL for clients that ignore `form`.

        The contract is the same, but elements that are qualified say so and others do not. node-soap, for example,
        qualifies every member of a schema with elementFormDefault="qualified".
        """
        root = copy.deepcopy(self._root)
        for schema in root.iter(_SCHEMA):
            if not any(member.get("form") == "unqualified" for member in schema.iter(*_MEMBERS)):
                continue
            schema.set("elementFormDefault", "unqualified")
            for member in schema.iter(*_MEMBERS):
                if member.getparent() is schema or member.get("ref") is not None:
                    continue
                if _take_form(member) == "qualified" and member.tag == _MEMBERS[0]:
                    member.set("form", "qualified")
        return _served(root, address)


def _take_form(member: _Element) -> str:
    form = member.get("form")
    if form is None:
        return "qualified"
    del member.attrib["form"]
    return form


def _served(root: _Element, address: str) -> bytes:
    for element in root.iter(_ADDRESS):
        element.set("location", address)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _schema_apart(schema: _Element, addresses: dict[str, str]) -> bytes:
    """Return a schema as a separate document.

    Its imports name the addresses of the others.
    """
    root = etree.fromstring(etree.tostring(schema, with_tail=False))  # keeps the prefixes that the WSDL declares
    for one in root.iter(_IMPORT):
        one.set("schemaLocation", addresses[one.get("namespace") or ""])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _qualified(element: _Element, prefixed: str) -> str:
    prefix, _, name = prefixed.rpartition(":")
    return f"{{{element.nsmap[prefix or None]}}}{name}"


def _take_in_imports(root: _Element) -> dict[str, str]:
    """Replace a schema that imports files by these files' schemas.

    Returns the file names by namespace.
    """
    names: dict[str, str] = {}
    for schema in list(root.iter(_SCHEMA)):
        if schema.get("targetNamespace") is not None:
            continue
        types = schema.getparent()
        assert types is not None
        for path in _closure([find_schema(one.get("schemaLocation") or "") for one in schema.iter(_IMPORT)]):
            taken = etree.parse(str(path)).getroot()
            for one in taken.iter(_IMPORT):
                if one.get("schemaLocation") is not None:
                    del one.attrib["schemaLocation"]
            types.append(taken)
            names[taken.get("targetNamespace") or ""] = path.name
        types.remove(schema)
    return names


def _closure(paths: list[Path]) -> list[Path]:
    """Return the files and all that they import, each once."""
    found: dict[Path, None] = {}
    while paths:
        path = paths.pop(0).resolve()
        if path in found:
            continue
        found[path] = None
        imports = etree.parse(str(path)).getroot().iter(_IMPORT)
        paths += [path.parent / one.get("schemaLocation", "") for one in imports if one.get("schemaLocation")]
    return list(found)
