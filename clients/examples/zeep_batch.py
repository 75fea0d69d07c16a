"""Batches from Python, through zeep: register learners 200 at a time, verify ULNs, and read what became of them.

pip install zeep
python zeep_batch.py [ADDRESS]

A batch is accepted at once and done later: keep the JobID, ask for the output now and then. When the answer
to a submission is lost, send the same batch again: within a day it has the same JobID.
"""

import argparse
import os
import sys
import time
from typing import Any

import zeep
from zeep.exceptions import Fault

ACCEPTED, UNFINISHED, FINISHED = "WSRC0007", "WSRC0008", "WSRC0009"
SECONDS_BETWEEN_QUESTIONS = 0.5
SECONDS_TO_WAIT = 60


def main() -> int:
    parser = argparse.ArgumentParser(description="Register and verify learners by batch.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8080", help="of the gateway (%(default)s)")
    address = parser.parse_args().address
    caller = {
        "OrganisationRef": None,
        "UKPRN": os.environ.get("LRS_UKPRN", "TEST0001"),
        "OrgPassword": os.environ.get("LRS_PASSWORD", "CollegePass-0001"),
        "UserName": os.environ.get("LRS_USER", "registrar"),
    }
    service = zeep.Client(f"{address}/LearnerService.svc?wsdl").create_service(
        "{http://tempuri.org/}BasicHttpBinding_LearnerPortType", f"{address}/LearnerService.svc"
    )
    try:
        register(service, caller)
        verify(service, caller)
    except (Fault, TimeoutError) as error:
        print(f"Not as expected: {error}", file=sys.stderr)
        return 1
    print("All as expected.")
    return 0


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
    output = wait_for(service.getBatchRegistrationOutput, caller, accepted.JobID)
    print(f"Registration output: {output.ResponseCode}, {output.JobStatus}")
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
    output = wait_for(service.getVerifyBatchOutput, caller, accepted.JobID)
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


if __name__ == "__main__":
    sys.exit(main())
