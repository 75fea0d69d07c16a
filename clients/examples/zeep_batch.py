"""Batches from Python, through zeep: register learners 200 at a time, verify ULNs, and read what became of them.

pip install zeep
python zeep_batch.py [ADDRESS] [--ukprn UKPRN --password PASSWORD --user USER]

A batch is accepted at once and done later: keep the JobID, ask for the output now and then. When the answer
to a submission is lost, send the same batch again: within a day it has the same JobID.
"""

import argparse
import os
import sys
import time
from typing import Any

import requests
import zeep
from lxml import etree
from zeep.exceptions import Error, Fault

ACCEPTED, UNFINISHED, FINISHED = "WSRC0007", "WSRC0008", "WSRC0009"
SECONDS_BETWEEN_QUESTIONS = 0.5
SECONDS_TO_WAIT = 60


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
    except (UnexpectedAnswerError, TimeoutError) as error:
        print(f"Not as expected: {error}", file=sys.stderr)
    else:
        print("All as expected.")
        return 0
    return 1


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Register and verify learners by batch.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8080", help="of the gateway (%(default)s)")
    parser.add_argument("--ukprn", default=os.environ.get("LRS_UKPRN", "TEST0001"))
    parser.add_argument("--password", default=os.environ.get("LRS_PASSWORD", "CollegePass-0001"))
    parser.add_argument("--user", default=os.environ.get("LRS_USER", "registrar"))
    return parser.parse_args()


def journey(arguments: argparse.Namespace) -> None:
    caller = {
        "OrganisationRef": None,
        "UKPRN": arguments.ukprn,
        "OrgPassword": arguments.password,
        "UserName": arguments.user,
    }
    service = zeep.Client(f"{arguments.address.rstrip('/')}/LearnerService.svc?wsdl").service
    register(service, caller)
    verify(service, caller)


def register(service: Any, caller: dict[str, Any]) -> None:
    learners = [
        {
            "MISIdentifier": f"row-{number}",
            "GivenName": given_name,
            "FamilyName": "Batchelor",
            "LastKnownPostCode": "OX1 2JD",
            "DateOfBirth": "2005-04-01",
            "Gender": "9",
            "AbilityToShare": "1",
            "VerificationType": "1",
        }
        for number, given_name in enumerate(("Una", "Dua", "Tria"), 1)
    ]
    learners.append({"MISIdentifier": "row-4", "GivenName": "Ann", "FamilyName": "Lee"})  # too little to go by
    accepted = service.submitBatchRegistration(
        **caller, JobType="FUL", LearnerRecordCount=len(learners), Learner=learners
    )
    print(f"Registration: {accepted.ResponseCode}")
    expect(accepted.ResponseCode, ACCEPTED)
    output = wait_for(service.getBatchRegistrationOutput, caller, accepted.JobID)
    print(f"Registration output: {output.ResponseCode}, {output.JobStatus}")
    expect(output.ResponseCode, FINISHED)
    for learner in output.Learner:
        print(f"{learner.MISIdentifier}: {learner.ReturnCode}, ULN {learner.ULN or 'none'}")


def verify(service: Any, caller: dict[str, Any]) -> None:
    claims = [
        {"MISIdentifier": "ann", "ULN": "3000000207", "FamilyName": "Lee", "GivenName": "Ann"},
        {"MISIdentifier": "dee", "ULN": "3000000606", "FamilyName": "Poe", "GivenName": "Dee"},
        {"MISIdentifier": "nobody", "ULN": "9276308686", "FamilyName": "Roe", "GivenName": "Cy"},
    ]
    claims = [{**claim, "DateOfBirth": None, "Gender": None} for claim in claims]
    accepted = service.submitVerifyBatch(**caller, LearnerRecordCount=len(claims), OrgEmail=None, Learner=claims)
    print(f"Verification: {accepted.ResponseCode}")
    expect(accepted.ResponseCode, ACCEPTED)
    output = wait_for(service.getVerifyBatchOutput, caller, accepted.JobID)
    expect(output.ResponseCode, FINISHED)
    for learner in output.VerifiedLearner:
        print(f"{learner.MISIdentifier}: {learner.ResponseCode}, ULN {learner.ULN or 'none'}")


def wait_for(output: Any, caller: dict[str, Any], job_id: int) -> Any:
    until = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < until:
        answer = output(**caller, JobID=job_id)
        if answer.ResponseCode != UNFINISHED:
            return answer
        time.sleep(SECONDS_BETWEEN_QUESTIONS)
    raise TimeoutError(f"job {job_id} is not done after {SECONDS_TO_WAIT} seconds")


def miap_exception(fault: Fault) -> tuple[str, str]:
    """Return ErrorCode and Description of a fault; its children may be with or without a namespace."""
    if fault.detail is None:
        return "without code", fault.message
    texts = {etree.QName(one).localname: one.text or "" for one in fault.detail.iter("*")}
    return texts.get("ErrorCode", "without code"), texts.get("Description", fault.message)


def expect(code: str, expected: str) -> None:
    if code != expected:
        raise UnexpectedAnswerError(f"{code} instead of {expected}")


if __name__ == "__main__":
    sys.exit(main())
