"""The WSDLs as served: our address, the same contract in either spelling."""

from typing import Any

import pytest
import xmlschema
from lxml import etree

from gateway.wire.contract_files import WSDL_FOLDER
from gateway.wire.services import SERVICES, ServiceRow
from gateway.wire.wsdl import Wsdl
from tests.builders import R9, R9_2017, Wire

SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"
FIRST = pytest.mark.parametrize("row", [row for row in SERVICES if not row.query], ids=lambda row: row.wsdl)
ROWS = pytest.mark.parametrize("row", SERVICES, ids=lambda row: row.wsdl)


def facts(document: bytes, tmp_path: Any) -> dict[str, Any]:
    """Give every element path of a WSDL's schemas with its type, occurrence and nillability."""
    path = tmp_path / "served.wsdl"
    path.write_bytes(document)
    schema = Wsdl(path).schema()
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
