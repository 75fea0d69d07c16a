"""WSDLs as clients get them: our address, the same contract."""

from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from lxml import etree

from gateway.wire.contract.files import WSDL_FOLDER, XSD_FOLDER
from gateway.wire.contract.wsdl import Wsdl
from gateway.wire.services import SERVICES, ServiceRow
from tests.builders import MIAP_2014, MIAP_LEARNER, R9, R9_2017, Wire

SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"
FIRST = pytest.mark.parametrize("row", [row for row in SERVICES if not row.query], ids=lambda row: row.wsdl)
ROWS = pytest.mark.parametrize("row", SERVICES, ids=lambda row: row.wsdl)


def facts(document: bytes, tmp_path: Any) -> dict[str, Any]:
    """Return a WSDL's element paths, with type, occurrence and nillability."""
    path = tmp_path / "served.wsdl"
    path.write_bytes(document)
    schema = Wsdl(path).schema("strict")
    found: dict[str, Any] = {}

    def walk(element: Any, name: str) -> None:
        found[name] = (element.type.name, element.min_occurs, element.max_occurs, element.nillable)
        if element.type.is_complex() and len(name) < 400:
            for child in element.type.content.iter_elements():
                walk(child, f"{name}/{child.name}")

    for element in schema.maps.elements.values():
        if isinstance(element, xmlschema.XsdElement) and element.target_namespace != SCHEMA[1:].partition("}")[0]:
            walk(element, element.name)
    return found


@pytest.mark.parametrize("path", sorted(XSD_FOLDER.glob("*/*.xsd")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_schemas_of_requests_are_schemas(path: Path) -> None:
    assert xmlschema.XMLSchema10(str(path)).validity == "valid"


@ROWS
def test_the_schemas_of_wsdls_are_schemas(row: ServiceRow) -> None:
    assert Wsdl(WSDL_FOLDER / f"{row.wsdl}.wsdl").schema("strict").validity == "valid"


def address_in(wsdl: bytes) -> str | None:
    (address,) = etree.fromstring(wsdl).iter("{http://schemas.xmlsoap.org/wsdl/soap/}address")
    return address.get("location")


@FIRST
@pytest.mark.parametrize("query", ["wsdl", "WSDL", "singleWsdl", "singlewsdl", "wsdl=plain"])
def test_a_wsdl_is_served_with_our_address(sqlite_wire: Wire, row: ServiceRow, query: str) -> None:
    reply = sqlite_wire.request("GET", f"{row.path}?{query}", HTTP_HOST="evil.example")
    assert reply.status == 200
    assert b"evil.example" not in reply.body
    assert address_in(reply.body) == f"http://gateway.test{row.path}"


@pytest.mark.parametrize("query", ["wsdl=2017", "WSDL=2017"])
def test_the_wsdl_of_2017_is_served_with_an_address_of_its_own(sqlite_wire: Wire, query: str) -> None:
    reply = sqlite_wire.request("GET", f"{R9}?{query}", HTTP_HOST="evil.example")
    assert address_in(reply.body) == f"http://gateway.test{R9_2017}"
    assert b"StoreLearnerKey" in reply.body
    assert b"StoreLearnerKey" not in sqlite_wire.request("GET", f"{R9}?wsdl").body


@ROWS
def test_a_wsdl_needs_no_other_file(sqlite_wire: Wire, row: ServiceRow) -> None:
    assert b"schemaLocation" not in sqlite_wire.request("GET", f"{row.path}?{row.query or 'wsdl'}").body


@FIRST
def test_the_plain_spelling_is_the_same_contract(sqlite_wire: Wire, row: ServiceRow, tmp_path: Any) -> None:
    published = sqlite_wire.request("GET", f"{row.path}?wsdl").body
    plain = sqlite_wire.request("GET", f"{row.path}?wsdl=plain").body
    assert facts(published, tmp_path) == facts(plain, tmp_path)


def test_the_plain_spelling_needs_no_reader_to_look_at_form(sqlite_wire: Wire) -> None:
    plain = etree.fromstring(sqlite_wire.request("GET", "/LearnerService.svc?wsdl=plain").body)
    for schema in plain.iter(SCHEMA):
        unqualified = schema.get("elementFormDefault") == "unqualified"
        assert unqualified or not any(one.get("form") for one in schema.iter())


@ROWS
def test_one_prefix_stands_for_one_namespace(row: ServiceRow) -> None:
    root = etree.parse(str(WSDL_FOLDER / f"{row.wsdl}.wsdl")).getroot()
    declared = [uri for prefix, uri in root.nsmap.items() if prefix]
    assert len(declared) == len(set(declared))


def schemas_at(wire: Wire, row: ServiceRow) -> list[bytes]:
    """Return the schemas that a service serves separately."""
    ask = f"{row.location}{'&' if row.query else '?'}xsd=xsd"
    replies = iter(wire.request("GET", f"{ask}{number}") for number in range(99))
    return [reply.body for reply in takewhile(lambda reply: reply.status == 200, replies)]


@ROWS
def test_every_schema_is_served_by_its_number(sqlite_wire: Wire, row: ServiceRow) -> None:
    inside = etree.fromstring(sqlite_wire.request("GET", row.wsdl_location).body).iter(SCHEMA)
    served = [etree.fromstring(one).get("targetNamespace") for one in schemas_at(sqlite_wire, row)]
    assert served == [schema.get("targetNamespace") for schema in inside]


@ROWS
def test_the_schemas_served_one_by_one_are_those_of_the_wsdl(
    sqlite_wire: Wire, row: ServiceRow, tmp_path: Path
) -> None:
    """The test replaces the addresses in imports by file names."""
    address = f"http://gateway.test{row.location}{'&amp;' if row.query else '?'}xsd="
    for number, schema in enumerate(schemas_at(sqlite_wire, row)):
        (tmp_path / f"xsd{number}").write_text(schema.decode().replace(address, ""))
    apart = [xmlschema.XMLSchema10(str(path)) for path in sorted(tmp_path.glob("xsd*"))]
    together = Wsdl(WSDL_FOLDER / f"{row.wsdl}.wsdl").schema("strict")
    assert {name for one in apart for name in one.maps.elements} == set(together.maps.elements)
    assert {name for one in apart for name in one.maps.types} == set(together.maps.types)


@pytest.mark.parametrize("name", ["learner.xsd", "Learner.XSD"])
def test_a_schema_is_served_by_the_name_of_the_file_that_the_wsdl_imports(sqlite_wire: Wire, name: str) -> None:
    reply = sqlite_wire.request("GET", f"{MIAP_2014}?xsd={name}")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert reply.envelope.get("targetNamespace") == MIAP_LEARNER


@pytest.mark.parametrize("query", ["xsd", "xsd=", "xsd=xsd99", "xsd=../settings.py", "xsd=learnerservice2014.wsdl"])
def test_no_other_file_is_served(sqlite_wire: Wire, query: str) -> None:
    assert sqlite_wire.request("GET", f"{MIAP_2014}?{query}").status == 405
