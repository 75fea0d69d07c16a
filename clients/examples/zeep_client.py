"""The gateway from Python, through zeep: register a learner, find, verify, read a learning record, meet a refusal.

pip install zeep
python zeep_client.py [ADDRESS] [--given-name NAME --family-name NAME ...]
"""

import argparse
import os
import sys
from datetime import date
from typing import Any

import requests
import zeep
from lxml import etree
from zeep.exceptions import Error, Fault

ANN = {"uln": "3000000207", "givenName": "Ann", "familyName": "Lee", "dateOfBirth": "2004-03-09", "gender": "2"}
NO_GRADE = "9999999999"


class UnexpectedAnswerError(Exception):
    """The gateway answered with a code that this journey does not expect."""


def main() -> int:
    arguments = read_arguments()
    try:
        journey(arguments)
    except Fault as fault:
        code, description = miap_exception(fault)
        print(f"Fault {code}: {description}", file=sys.stderr)
    except (requests.RequestException, Error) as error:
        print(f"No answer from {arguments.address}: {type(error).__name__}", file=sys.stderr)
    except UnexpectedAnswerError as error:
        print(f"Not as expected: {error}", file=sys.stderr)
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
    return parser.parse_args()


def journey(arguments: argparse.Namespace) -> None:
    learners = open_service(arguments.address, "/LearnerService.svc")
    # The current WSDL wants OrganisationRef in every message, and lets it be nil: None becomes xsi:nil="true".
    caller = {
        "OrganisationRef": None,
        "UKPRN": arguments.ukprn,
        "OrgPassword": arguments.password,
        "UserName": arguments.user,
    }
    names = {"GivenName": arguments.given_name, "FamilyName": arguments.family_name}
    details = {"DateOfBirth": arguments.born.isoformat(), "Gender": arguments.gender}

    person = {**names, **details, "LastKnownPostCode": arguments.postcode}

    if is_registered(learners, caller, person):  # always search before you register
        print("Register:             not needed, the learner is on the register")
    else:
        register(learners, caller, person)
    uln = find_by_demographics(learners, caller, person)
    find_by_uln(learners, caller, {"ULN": uln, **names})
    verify(learners, caller, {"ULN": uln, **names, **details})
    read_record(open_service(arguments.address, "/LearnerServiceR9.svc"), arguments)
    be_refused(learners, caller, {"ULN": uln, **names})


def open_service(address: str, path: str) -> Any:
    return zeep.Client(f"{address.rstrip('/')}{path}?wsdl").service


def is_registered(learners: Any, caller: dict[str, Any], person: dict[str, str]) -> bool:
    return search(learners, caller, person, "CHK").ResponseCode in {"WSRC0004", "WSRC0022"}


def search(learners: Any, caller: dict[str, Any], person: dict[str, str], find_type: str) -> Any:
    return learners.learnerByDemographics(
        **caller,
        **person,
        FindType=find_type,
        PreviousFamilyName=None,
        SchoolAtAge16=None,
        PlaceOfBirth=None,
        EmailAddress=None,
    )


def register(learners: Any, caller: dict[str, Any], person: dict[str, str]) -> None:
    answer = learners.registerSingleLearner(
        **caller, Learner={**person, "VerificationType": "1", "AbilityToShare": "1"}
    )
    print(f"Register:             {answer.ResponseCode}, ULN {answer.ULN or 'not issued'}")
    expect(answer.ResponseCode, "WSRC0005", "WSRC0021")  # registered; or such a learner exists, and find tells the ULN


def find_by_demographics(learners: Any, caller: dict[str, Any], person: dict[str, str]) -> str:
    answer = search(learners, caller, person, "FUL")
    found = [learner.ULN for learner in answer.Learner]
    print(f"Find by demographics: {answer.ResponseCode}, ULN {', '.join(found) or 'none'}")
    expect(answer.ResponseCode, "WSRC0004", "WSRC0022")  # with WSRC0003, possible matches, a person must choose
    return str(found[0])


def find_by_uln(learners: Any, caller: dict[str, Any], person: dict[str, str]) -> None:
    answer = learners.learnerByULN(**caller, **person, FindType="FUL")
    for learner in answer.Learner:
        print(
            f"Find by ULN:          {answer.ResponseCode}, {learner.GivenName} {learner.FamilyName},"
            f" born {learner.DateOfBirth}, version {learner.VersionNumber}"
        )
    expect(answer.ResponseCode, "WSRC0004", "WSRC0022")


def verify(learners: Any, caller: dict[str, Any], person: dict[str, str]) -> None:
    answer = learners.verifyLearner(**caller, LearnerToVerify=person)  # this operation has its code one level down
    print(f"Verify:               {answer.ResponseCode}")
    expect(answer.ResponseCode, "WSVRC001", "WSVRC002")


def read_record(records: Any, arguments: argparse.Namespace) -> None:
    """Read the events of Ann Lee. LearnerServiceR9 spells the caller differently, and refuses by ResponseCode."""
    answer = records.GetLearnerLearningEvents(
        invokingOrganisation={
            "OrganisationRef": None,
            "Password": arguments.password,
            "Ukprn": arguments.ukprn,
            "Username": arguments.user,
        },
        userType="ORG",
        vendorID=1,
        language="ENG",
        getType="FULL",
        **ANN,
    )
    events = answer.LearnerRecord.LearningEvent if answer.LearnerRecord else []  # an empty record is None to zeep
    print(f"Record of Ann Lee:    {answer.ResponseCode}, {len(events)} events")
    for event in events:
        grade = "no grade" if event.Grade == NO_GRADE else event.Grade
        print(f"  {event.AchievementAwardDate}  {event.Source:<4} {event.Subject}, {grade}")
    expect(answer.ResponseCode, "WSRC0004")


def be_refused(learners: Any, caller: dict[str, Any], person: dict[str, str]) -> None:
    """Send a wrong password. LearnerService refuses by a fault."""
    try:
        answer = learners.learnerByULN(**caller | {"OrgPassword": "wrong-password-1"}, **person, FindType="CHK")
    except Fault as fault:
        code, description = miap_exception(fault)
    else:
        raise UnexpectedAnswerError(f"a wrong password was answered by {answer.ResponseCode}")
    print(f"Wrong password:       Fault {code}, {description}")
    expect(code, "WSEC0005")


def miap_exception(fault: Fault) -> tuple[str, str]:
    """Return ErrorCode and Description of a fault; its children may be with or without a namespace."""
    if fault.detail is None:
        return "without code", fault.message
    texts = {etree.QName(one).localname: one.text or "" for one in fault.detail.iter("*")}
    return texts.get("ErrorCode", "without code"), texts.get("Description", fault.message)


def expect(code: str, *expected: str) -> None:
    if code not in expected:
        raise UnexpectedAnswerError(f"{code} instead of {' or '.join(expected)}")


if __name__ == "__main__":
    sys.exit(main())
