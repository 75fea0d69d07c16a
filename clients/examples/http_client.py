"""The gateway over plain HTTP, for those without a SOAP stack: the same journey as zeep_client.py.

pip install httpx
python http_client.py [ADDRESS] [--show] [--given-name NAME --family-name NAME ...]

With --show every envelope is printed as it goes over the wire; only passwords are replaced.
"""

import argparse
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

import httpx

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
FINDMSG = "http://api.lrs.miap.gov.uk/findmsg"
REGMSG = "http://api.lrs.miap.gov.uk/regmsg"
REPORTMSG = "http://api.lrs.miap.gov.uk/reportmsg"
TEMPURI = "http://tempuri.org/"
INTERFACE = "http://schemas.datacontract.org/2004/07/Amor.Qcf.Service.Interface"

LEARNER_SERVICE = "/LearnerService.svc"
R9 = "/LearnerServiceR9.svc"

ANN = {"uln": "3000000207", "givenName": "Ann", "familyName": "Lee", "dateOfBirth": "2004-03-09", "gender": "2"}
NO_GRADE = "9999999999"

ET.register_namespace("soapenv", SOAP)


class UnexpectedAnswerError(Exception):
    """The gateway answered with a code that this journey does not expect."""


class SoapFaultError(Exception):
    """The gateway refused a message."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"Fault {code}: {description}")
        self.code = code
        self.description = description


@dataclass(frozen=True)
class Gateway:
    """Where messages go, over one connection; `show` prints them."""

    http: httpx.Client
    show: bool

    def call(self, path: str, message: Element, action: str = "") -> Element:
        """Send a message and give the answer's root element. Raises SoapFaultError."""
        body = enveloped(message)
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action}"'}
        self._print(f"POST {path}", body)
        response = self.http.post(path, content=body, headers=headers)
        self._print(f"{response.status_code} {response.reason_phrase}", response.content)
        return opened(response)

    def _print(self, heading: str, envelope: bytes) -> None:
        if self.show:
            text = re.sub(r"(<[^/>]*Password>)[^<]*", r"\1...", envelope.decode())
            print(f"\n{heading}\n{text}\n")


def main() -> int:
    arguments = read_arguments()
    try:
        with httpx.Client(base_url=arguments.address) as http:
            journey(Gateway(http, arguments.show), arguments)
    except SoapFaultError as fault:
        print(fault, file=sys.stderr)
    except UnexpectedAnswerError as error:
        print(f"Not as expected: {error}", file=sys.stderr)
    except httpx.HTTPError as error:
        print(f"No answer from {arguments.address}: {type(error).__name__}", file=sys.stderr)
    else:
        print("All as expected.")
        return 0
    return 1


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Register a learner, find, verify and read a learning record.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8080", help="of the gateway (%(default)s)")
    parser.add_argument("--ukprn", default=os.environ.get("LRS_UKPRN", "TEST0001"))
    parser.add_argument("--password", default=os.environ.get("LRS_PASSWORD", "CollegePass-0001"))
    parser.add_argument("--user", default=os.environ.get("LRS_USER", "registrar"))
    parser.add_argument("--given-name", default="Hal")
    parser.add_argument("--family-name", default="Orme")
    parser.add_argument("--born", type=date.fromisoformat, default=date(2005, 4, 1))
    parser.add_argument("--gender", default="1", choices="0129", help="1 is male, 2 is female")
    parser.add_argument("--postcode", default="OX1 2JD")
    parser.add_argument("--show", action="store_true", help="print every envelope")
    return parser.parse_args()


def journey(gateway: Gateway, arguments: argparse.Namespace) -> None:
    caller = {"UKPRN": arguments.ukprn, "OrgPassword": arguments.password, "UserName": arguments.user}
    given, family = arguments.given_name, arguments.family_name
    born, gender = arguments.born.isoformat(), arguments.gender
    details = {"DateOfBirth": born, "Gender": gender}

    # In each message the order of the members is that of the schema.
    person = {"FamilyName": family, "GivenName": given, **details, "LastKnownPostCode": arguments.postcode}
    if is_registered(gateway, caller, person):  # always search before you register
        print("Register:             not needed, the learner is on the register")
    else:
        register(
            gateway,
            caller,
            {
                "GivenName": given,
                "FamilyName": family,
                "LastKnownPostCode": arguments.postcode,
                **details,
                "VerificationType": "1",
                "AbilityToShare": "1",
            },
        )
    uln = find_by_demographics(gateway, caller, person)
    find_by_uln(gateway, caller, {"ULN": uln, "FamilyName": family, "GivenName": given})
    verify(gateway, caller, {"ULN": uln, "FamilyName": family, "GivenName": given, **details})
    read_record(gateway, arguments)
    be_refused(gateway, caller, {"ULN": uln, "FamilyName": family, "GivenName": given})


def register(gateway: Gateway, caller: Mapping[str, str], learner: Mapping[str, str]) -> None:
    message = root(REGMSG, "RegisterLearner", caller)
    add(SubElement(message, "Learner"), learner)
    answer = gateway.call(LEARNER_SERVICE, message)
    code = text(answer, "ResponseCode")
    print(f"Register:             {code}, ULN {text(answer, 'ULN') or 'not issued'}")
    expect(code, "WSRC0005", "WSRC0021")  # registered; or such a learner exists, and find tells the ULN


def is_registered(gateway: Gateway, caller: Mapping[str, str], person: Mapping[str, str]) -> bool:
    return text(search(gateway, caller, person, "CHK"), "ResponseCode") in {"WSRC0004", "WSRC0022"}


def search(gateway: Gateway, caller: Mapping[str, str], person: Mapping[str, str], find_type: str) -> Element:
    message = root(FINDMSG, "FindLearnerByDemographics", {"FindType": find_type, **caller, **person})
    return gateway.call(LEARNER_SERVICE, message)


def find_by_demographics(gateway: Gateway, caller: Mapping[str, str], person: Mapping[str, str]) -> str:
    answer = search(gateway, caller, person, "FUL")
    code = text(answer, "ResponseCode")
    found = [text(learner, "ULN") for learner in answer.findall("Learner")]
    print(f"Find by demographics: {code}, ULN {', '.join(found) or 'none'}")
    expect(code, "WSRC0004", "WSRC0022")  # with WSRC0003, possible matches, a person must choose
    return found[0]


def find_by_uln(gateway: Gateway, caller: Mapping[str, str], person: Mapping[str, str]) -> None:
    answer = gateway.call(LEARNER_SERVICE, root(FINDMSG, "FindLearnerByULN", {"FindType": "FUL", **caller, **person}))
    code = text(answer, "ResponseCode")
    for learner in answer.findall("Learner"):
        print(
            f"Find by ULN:          {code}, {text(learner, 'GivenName')} {text(learner, 'FamilyName')},"
            f" born {text(learner, 'DateOfBirth')}, version {text(learner, 'VersionNumber')}"
        )
    expect(code, "WSRC0004", "WSRC0022")


def verify(gateway: Gateway, caller: Mapping[str, str], person: Mapping[str, str]) -> None:
    message = root(REPORTMSG, "VerifyLearner", caller)
    add(SubElement(message, "LearnerToVerify"), person)
    answer = gateway.call(LEARNER_SERVICE, message, f"{TEMPURI}LearnerPortType/verifyLearner")
    code = text(answer, "VerifiedLearner/ResponseCode")
    print(f"Verify:               {code}")
    expect(code, "WSVRC001", "WSVRC002")


def read_record(gateway: Gateway, arguments: argparse.Namespace) -> None:
    """Read the events of Ann Lee. LearnerServiceR9 qualifies every member, and refuses by ResponseCode."""
    message = Element(f"{{{TEMPURI}}}GetLearnerLearningEvents")
    caller = {"Password": arguments.password, "Ukprn": arguments.ukprn, "Username": arguments.user}
    add(SubElement(message, f"{{{TEMPURI}}}invokingOrganisation"), caller, INTERFACE)
    head = {"userType": "ORG", "vendorID": "1", "language": "ENG"}
    add(message, {**head, **ANN, "getType": "FULL"}, TEMPURI)
    answer = gateway.call(R9, message, f"{TEMPURI}ILearnerServiceR9/GetLearnerLearningEvents")
    code = text(answer, "{*}GetLearnerLearningEventsResult/{*}ResponseCode")
    events = answer.findall(".//{*}LearningEvent")
    print(f"Record of Ann Lee:    {code}, {len(events)} events")
    for event in events:
        grade = text(event, "{*}Grade")
        print(
            f"  {text(event, '{*}AchievementAwardDate')}  {text(event, '{*}Source'):<4} {text(event, '{*}Subject')},"
            f" {'no grade' if grade == NO_GRADE else grade}"
        )
    expect(code, "WSRC0004")


def be_refused(gateway: Gateway, caller: Mapping[str, str], person: Mapping[str, str]) -> None:
    """Send a wrong password. LearnerService refuses by a fault, with status 500."""
    wrong = {**caller, "OrgPassword": "wrong-password-1"}
    try:
        answer = gateway.call(
            LEARNER_SERVICE, root(FINDMSG, "FindLearnerByULN", {"FindType": "CHK", **wrong, **person})
        )
    except SoapFaultError as fault:
        print(f"Wrong password:       Fault {fault.code}, {fault.description}")
        expect(fault.code, "WSEC0005")
    else:
        raise UnexpectedAnswerError(f"a wrong password was answered by {text(answer, 'ResponseCode')}")


def root(namespace: str, name: str, members: Mapping[str, str]) -> Element:
    """Begin a LearnerService message: its root has a namespace, the members have none."""
    message = Element(f"{{{namespace}}}{name}")
    add(message, members)
    return message


def add(parent: Element, members: Mapping[str, str], namespace: str = "") -> None:
    """Add members in the order given. The library escapes their text; never glue XML together by hand."""
    for name, value in members.items():
        SubElement(parent, f"{{{namespace}}}{name}" if namespace else name).text = value


def enveloped(message: Element) -> bytes:
    envelope = Element(f"{{{SOAP}}}Envelope")
    SubElement(envelope, f"{{{SOAP}}}Header")
    SubElement(envelope, f"{{{SOAP}}}Body").append(message)
    written: bytes = ET.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return written


def opened(response: httpx.Response) -> Element:
    """Return the element in the answer's Body. Raises SoapFaultError where that is a fault."""
    try:
        answer = ET.fromstring(response.content).find(f"{{{SOAP}}}Body/*")
    except ET.ParseError:
        answer = None
    if answer is None:
        raise UnexpectedAnswerError(f"HTTP status {response.status_code} without a SOAP message")
    if answer.tag == f"{{{SOAP}}}Fault":
        # {*} reads the fault's children with and without a namespace: services differ.
        code = text(answer, ".//{*}ErrorCode") or text(answer, "faultcode")
        raise SoapFaultError(code, text(answer, ".//{*}Description") or text(answer, "faultstring"))
    return answer


def text(element: Element, path: str) -> str:
    return element.findtext(path) or ""


def expect(code: str, *expected: str) -> None:
    if code not in expected:
        raise UnexpectedAnswerError(f"{code or 'no code'} instead of {' or '.join(expected)}")


if __name__ == "__main__":
    sys.exit(main())
