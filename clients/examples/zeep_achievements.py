"""Achievements from Python, through zeep: report 500 as an awarding organisation, read the errors, see a record.

pip install zeep
python zeep_achievements.py [ADDRESS] [--awarding-password PASSWORD ...] [--password PASSWORD ...]

The awarding organisation reports; the college (--ukprn, --password, --user) reads the record.

A submission is accepted at once and done later: keep the JobId, ask for the job now and then. When the answer to a
submission is lost, send the same again: within a day it has the same JobId. Withdraw what should not have been
reported.
"""

import argparse
import csv
import io
import os
import sys
import time
from datetime import datetime
from typing import Any

import requests
import zeep
from zeep.exceptions import Error, Fault

FOUND, ACCEPTED, UNFINISHED, FINISHED = "WSRC0004", "WSRC0007", "WSRC0008", "WSRC0009"
CREATE, WITHDRAW = 1, 3
ACHIEVEMENTS = 500
SECONDS_BETWEEN_QUESTIONS = 0.5
SECONDS_TO_WAIT = 60
RUN = f"example-{datetime.now():%Y%m%d%H%M%S}"
BEA = {"Uln": "3000000304", "GivenName": "Bea", "FamilyName": "Lee"}
SION = {"Uln": "3000000800", "GivenName": "Siôn", "FamilyName": "Wyn-Jones"}


class UnexpectedAnswerError(Exception):
    """The gateway answered with a code that this journey does not expect."""


def main() -> int:
    arguments = read_arguments()
    try:
        journey(arguments)
    except Fault as fault:
        print(f"Fault: {fault.message}", file=sys.stderr)
    except (requests.RequestException, Error) as error:
        print(f"No answer from {arguments.address}: {type(error).__name__}", file=sys.stderr)
    except (UnexpectedAnswerError, TimeoutError) as error:
        print(f"Not as expected: {error}", file=sys.stderr)
    else:
        print("All as expected.")
        return 0
    return 1


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Report achievements as an awarding organisation.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8080", help="of the gateway (%(default)s)")
    college = parser.add_argument_group("the college that reads the record")
    college.add_argument("--ukprn", default=os.environ.get("LRS_UKPRN", "TEST0001"))
    college.add_argument("--password", default=os.environ.get("LRS_PASSWORD", "CollegePass-0001"))
    college.add_argument("--user", default=os.environ.get("LRS_USER", "registrar"))
    awarding = parser.add_argument_group("the awarding organisation")
    awarding.add_argument("--awarding-reference", default=os.environ.get("LRS_AWARDING_REFERENCE", "DEMO03"))
    awarding.add_argument("--awarding-password", default=os.environ.get("LRS_AWARDING_PASSWORD", "AwardingPass-003"))
    awarding.add_argument("--awarding-user", default=os.environ.get("LRS_AWARDING_USER", "awarding"))
    return parser.parse_args()


def journey(arguments: argparse.Namespace) -> None:
    external = open_service(arguments.address, "/ExternalService.svc")
    records = open_service(arguments.address, "/LearnerServiceR9.svc")
    awarding = {
        "OrganisationRef": arguments.awarding_reference,
        "OrgPassword": arguments.awarding_password,
        "UserName": arguments.awarding_user,
    }
    college = {"Ukprn": arguments.ukprn, "Password": arguments.password, "Username": arguments.user}
    good = [achievement(SION if number % 2 else BEA, number) for number in range(1, ACHIEVEMENTS - 2)]
    bad = [
        achievement(BEA, ACHIEVEMENTS - 2) | {"ActionDate": datetime(2999, 1, 1)},
        achievement(BEA, ACHIEVEMENTS - 1) | {"GivenName": "Ann"},
        achievement(BEA, ACHIEVEMENTS) | {"ProviderUkprn": "10099999"},
    ]
    report(external, awarding, good + bad)
    try:
        show_record(records, college)
    finally:
        report(external, awarding, [one | {"Action": WITHDRAW, "ActionReason": "An example"} for one in good])


def open_service(address: str, path: str) -> Any:
    return zeep.Client(f"{address.rstrip('/')}{path}?wsdl").service


def achievement(learner: dict[str, str], number: int) -> dict[str, Any]:
    return {
        "AchievementAwardDate": datetime(2024, 7, 5),
        "Action": CREATE,
        "ActionDate": datetime(2024, 7, 8),
        "Grade": "Pass",
        "LanguageForAssessment": "English",
        "MisIdentifier": f"{RUN}-{number}",
        "ProviderUkprn": "TEST0001",
        "UnitOrQualificationReferenceNumber": f"600/{number:04}/5",
        **learner,
    }


def report(external: Any, awarding: dict[str, str], achievements: list[dict[str, Any]]) -> None:
    accepted = external.SubmitAchievementBatchJob(
        invokingUser=awarding,
        emailAddress="results@example.org",
        submissionType="Final",
        achievements={"Achievement": achievements},
    )
    print(f"Submission: {accepted.ResponseCode}")
    expect(accepted.ResponseCode, ACCEPTED)
    job = wait_for(external, awarding, accepted.JobId)
    expect(job.ResponseCode, FINISHED)
    print(f"Job: {job.ResponseCode}, {job.Status}, {job.NumberOfRecords} records, {job.PercentageSuccessfulRecords:g}%")
    print(f"Created {job.AchievementsCreated}, withdrawn {job.AchievementsWithdrawn}")
    print(
        f"Errors: {job.FieldDataErrors} field data, {job.LearnerDataErrors} learner data, "
        f"{job.BusinessRuleErrors} business rule"
    )
    for line in csv.DictReader(io.StringIO(job.AchievementBatchErrorFile or "", newline="")):
        print(f"Record {line['Record']}: {line['Field']}, {line['Rule']}, {line['Reason']}")


def wait_for(external: Any, awarding: dict[str, str], job_id: int) -> Any:
    until = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < until:
        job = external.GetAchievementBatchJob(invokingUser=awarding, jobId=job_id)
        if job.ResponseCode != UNFINISHED:
            return job
        time.sleep(SECONDS_BETWEEN_QUESTIONS)
    raise TimeoutError(f"job {job_id} is not done after {SECONDS_TO_WAIT} seconds")


def show_record(records: Any, college: dict[str, str]) -> None:
    read = records.GetLearnerLearningEvents(
        invokingOrganisation=college,
        userType="ORG",
        vendorID=1,
        language="ENG",
        uln=BEA["Uln"],
        givenName=BEA["GivenName"],
        familyName=BEA["FamilyName"],
        dateOfBirth="",
        gender="",
        getType="FULL",
    )
    expect(read.ResponseCode, FOUND)
    awarded = [event for event in read.LearnerRecord.LearningEvent if event.Source == "AO"]
    first = awarded[0]
    print(f"Record: {read.ResponseCode}, {len(awarded)} events of awarding organisations")
    print(f"{first.AchievementAwardDate}: {first.SubjectCode}, {first.Grade}, {first.AwardingOrganisationName}")


def expect(code: str, expected: str) -> None:
    if code != expected:
        raise UnexpectedAnswerError(f"{code} instead of {expected}")


if __name__ == "__main__":
    sys.exit(main())
