"""An xsi:type may name the WSDL's type, and no other."""

import pytest
import xmlschema
from lxml import etree
from lxml.etree import _Element
from xmlschema.validators import XsdElement

from gateway import demo
from gateway.wire.contract.files import WSDL_FOLDER
from gateway.wire.contract.wsdl import Wsdl
from gateway.wire.services import SERVICES
from tests.builders import FINDMSG, LEARNER_SERVICE, SOAP, Wire, miap
from tests.contract.golden import PATHS, Case, cases, is_fault

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_BATCHMSG = "http://api.lrs.miap.gov.uk/batchmsg"
_XML = "http://www.w3.org/XML/1998/namespace"
_ANSWERED = [case for case in cases() if not is_fault(case.steps[0][1].read_bytes())]
_OF_EACH_OPERATION = {(case.service, case.operation): case for case in _ANSWERED}


def _write_types(element: _Element, declared: XsdElement) -> None:
    """Write the declared types on an element and its descendants."""
    if declared.type.name is not None:
        name = etree.QName(declared.type.name)
        prefix = next((prefix for prefix, uri in element.nsmap.items() if prefix and uri == name.namespace), None)
        assert prefix is not None, f"no prefix for {name.namespace}"
        element.set(_TYPE, f"{prefix}:{name.localname}")
    if declared.type.is_complex() and not declared.type.has_simple_content():
        by_tag = {one.name: one for one in declared.type.content.iter_elements() if isinstance(one, XsdElement)}  # type: ignore[union-attr]
        for child in element:
            _write_types(child, by_tag[str(child.tag)])


def _with_prefixes(document: bytes, schema: xmlschema.XMLSchema10) -> _Element:
    """Return an envelope with a prefix for every namespace.

    So every type of the schema can be named.
    """
    old = etree.fromstring(document, etree.XMLParser(remove_comments=True))
    namespaces = {f"t{number}": uri for number, uri in enumerate(sorted(schema.maps.namespaces)) if uri and uri != _XML}
    new = etree.Element(old.tag, nsmap=dict(old.nsmap) | namespaces)
    new.extend(list(old))
    return new


@pytest.mark.parametrize("case", _OF_EACH_OPERATION.values(), ids="/".join(["{0.service}", "{0.operation}"]).format)
def test_every_operation_takes_the_types_that_its_wsdl_declares(sqlite_wire: Wire, case: Case) -> None:
    path = PATHS[case.service]
    row = next(row for row in SERVICES if row.location == path)
    schema = Wsdl(WSDL_FOLDER / f"{row.wsdl}.wsdl").schema()
    request = case.steps[0][0].read_bytes()
    plain = sqlite_wire.post(path, request, **case.headers)
    typed = _with_prefixes(request, schema)
    body = typed.find(f"{{{SOAP}}}Body")
    assert body is not None
    _write_types(body[0], schema.maps.elements[str(body[0].tag)])
    assert body.xpath("boolean(.//@*[local-name() = 'type'])")

    answer = sqlite_wire.post(path, etree.tostring(typed), **case.headers)

    assert answer.status == 200, answer.body
    assert answer.payload.tag == plain.payload.tag


def _typed_by_soap4r(organisation_reference: str) -> str:
    """Return a message as soap4r writes it with all types."""
    message = miap(
        FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
    )
    for member in ("FindType", "UKPRN", "OrgPassword", "UserName", "ULN", "FamilyName", "GivenName"):
        assert f"<{member}>" in message
        message = message.replace(f"<{member}>", f'<{member} xsi:type="xsd:string">')
    spaces = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    return message.replace("<UKPRN ", f"{organisation_reference}<UKPRN ").replace(
        "<m:FindLearnerByULN ", f"<m:FindLearnerByULN {spaces} "
    )


@pytest.mark.parametrize("nil", ["true", "1"])
def test_an_element_that_is_nil_may_name_the_type_nil(sqlite_wire: Wire, nil: str) -> None:
    message = _typed_by_soap4r(f'<OrganisationRef xsi:nil="{nil}" xsi:type="xsd:nil"/>')
    assert sqlite_wire.post(LEARNER_SERVICE, message).code == "WSRC0004"


@pytest.mark.parametrize(
    "reference",
    [
        '<OrganisationRef xsi:type="xsd:nil">DEMO01</OrganisationRef>',
        '<OrganisationRef xsi:nil="false" xsi:type="xsd:nil">DEMO01</OrganisationRef>',
        '<OrganisationRef xsi:nil="true" xsi:type="xsi:nil"/>',
        '<OrganisationRef xsi:nil="true" xsi:type="xsd:int"/>',
    ],
)
def test_the_type_nil_is_for_what_is_nil_alone(sqlite_wire: Wire, reference: str) -> None:
    assert sqlite_wire.post(LEARNER_SERVICE, _typed_by_soap4r(reference)).code == "WSEC0001"


@pytest.mark.parametrize(("named", "code"), [("long", "WSRC0018"), ("int", "WSRC0018"), ("short", "WSEC0001")])
def test_a_long_may_be_called_an_int(sqlite_wire: Wire, named: str, code: str) -> None:
    spaces = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema"'
    message = miap(_BATCHMSG, "GetSubmitBatchOutput", {"JobID": "7"})
    typed = message.replace("<JobID>", f'<JobID {spaces} i:type="x:{named}">')
    assert sqlite_wire.post(LEARNER_SERVICE, typed).code == code


@pytest.mark.parametrize("named", ["x:anyType", "x:token", "x:int", "string", "y:Name", "l:GivenName", ""])
def test_another_type_than_the_declared_one_is_refused(sqlite_wire: Wire, named: str) -> None:
    message = miap(
        FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
    )
    spaces = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema"'
    spaces += ' xmlns:l="http://api.lrs.miap.gov.uk/learner"'
    answer = sqlite_wire.post(
        LEARNER_SERVICE, message.replace("<FamilyName>", f'<FamilyName {spaces} i:type="{named}">')
    )
    assert (answer.status, answer.code) == (500, "WSEC0001")


def test_a_type_of_an_element_above_the_first_member_is_checked_too(sqlite_wire: Wire) -> None:
    message = miap(
        FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
    )
    typed = message.replace(
        "<m:FindLearnerByULN ",
        '<m:FindLearnerByULN xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="m:FindLearnerByDemographics" ',
    )
    assert sqlite_wire.post(LEARNER_SERVICE, typed).code == "WSEC0001"
