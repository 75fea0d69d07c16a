"""Achievements from Python, through zeep: report 500 as an awarding organisation, read the errors, see a record.

pip install zeep
python zeep_achievements.py [ADDRESS]

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

import zeep
from zeep.exceptions import Fault

UNFINISHED = "WSRC0008"
CREATE, WITHDRAW = 1, 3
ACHIEVEMENTS = 500
SECONDS_BETWEEN_QUESTIONS = 0.5
SECONDS_TO_WAIT = 60
RUN = f"example-{datetime.now():%Y%m%d%H%M%S}"
AWARDING = {
    "OrgPassword": os.environ.get("LRS_AWARDING_PASSWORD", "AwardingPass-003"),
    "OrganisationRef": os.environ.get("LRS_AWARDING_REFERENCE", "DEMO03"),
    "UserName": os.environ.get("LRS_AWARDING_USER", "awarding"),
}
COLLEGE = {
    "Ukprn": os.environ.get("LRS_UKPRN", "TEST0001"),
    "Password": os.environ.get("LRS_PASSWORD", "CollegePass-0001"),
    "Username": os.environ.get("LRS_USER", "registrar"),
}
BEA = {"Uln": "3000000304", "GivenName": "Bea", "FamilyName": "Lee"}
SION = {"Uln": "3000000800", "GivenName": "Siôn", "FamilyName": "Wyn-Jones"}


def main() -> int:
    parser = argparse.ArgumentParser(description="Report achievements as an awarding organisation.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8080", help="of the gateway (%(default)s)")
    address = parser.parse_args().address
    external = zeep.Client(f"{address}/ExternalService.svc?wsdl").create_service(
        "{http://api.lrs.qcf.gov.uk/services}BasicHttpBinding_IExternalService", f"{address}/ExternalService.svc"
    )
    records = zeep.Client(f"{address}/LearnerServiceR9.svc?wsdl").create_service(
        "{http://tempuri.org/}BasicHttpBinding_ILearnerServiceR9", f"{address}/LearnerServiceR9.svc"
    )
    good = [achievement(SION if number % 2 else BEA, number) for number in range(1, ACHIEVEMENTS - 2)]
    bad = [
        achievement(BEA, ACHIEVEMENTS - 2) | {"ActionDate": datetime(2999, 1, 1)},
        achievement(BEA, ACHIEVEMENTS - 1) | {"GivenName": "Ann"},
        achievement(BEA, ACHIEVEMENTS) | {"ProviderUkprn": "10099999"},
    ]
    try:
        report(external, good + bad)
        show_record(records)
        report(external, [one | {"Action": WITHDRAW, "ActionReason": "An example"} for one in good])
    except (Fault, TimeoutError) as error:
        print(f"Not as expected: {error}", file=sys.stderr)
        return 1
    print("All as expected.")
    return 0


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


def report(external: Any, achievements: list[dict[str, Any]]) -> None:
    accepted = external.SubmitAchievementBatchJob(
        invokingUser=AWARDING,
        emailAddress="results@example.org",
        submissionType="Final",
        achievements={"Achievement": achievements},
    )
    print(f"Submission: {accepted.ResponseCode}")
    job = wait_for(external, accepted.JobId)
    print(f"Job: {job.ResponseCode}, {job.Status}, {job.NumberOfRecords} records, {job.PercentageSuccessfulRecords:g}%")
    print(f"Created {job.AchievementsCreated}, withdrawn {job.AchievementsWithdrawn}")
    print(
        f"Errors: {job.FieldDataErrors} field data, {job.LearnerDataErrors} learner data, "
        f"{job.BusinessRuleErrors} business rule"
    )
    for line in csv.DictReader(io.StringIO(job.AchievementBatchErrorFile or "", newline="")):
        print(f"Record {line['Record']}: {line['Field']}, {line['Rule']}, {line['Reason']}")


def wait_for(external: Any, job_id: int) -> Any:
    until = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < until:
        job = external.GetAchievementBatchJob(invokingUser=AWARDING, jobId=job_id)
        if job.ResponseCode != UNFINISHED:
            return job
        time.sleep(SECONDS_BETWEEN_QUESTIONS)
    raise TimeoutError(f"job {job_id} is not done after {SECONDS_TO_WAIT} seconds")


def show_record(records: Any) -> None:
    read = records.GetLearnerLearningEvents(
        invokingOrganisation=COLLEGE,
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
    awarded = [event for event in read.LearnerRecord.LearningEvent if event.Source == "AO"]
    first = awarded[0]
    print(f"Record: {read.ResponseCode}, {len(awarded)} events of awarding organisations")
    print(f"{first.AchievementAwardDate}: {first.SubjectCode}, {first.Grade}, {first.AwardingOrganisationName}")


if __name__ == "__main__":
    sys.exit(main())
