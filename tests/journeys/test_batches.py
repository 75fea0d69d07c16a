"""Batches from submission to output, through a worker."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gateway import demo
from gateway.batch_worker import throttle
from gateway.batch_worker.worker import Worker
from gateway.domain.organisation import Role
from gateway.handlers.identification.by_matching import match
from gateway.store.repositories import batches
from tests.builders import LEARNER_SERVICE, Reply, Wire, miap

COLLEGES = (demo.COLLEGE, demo.SECOND_COLLEGE)
BATCHMSG = "http://api.lrs.miap.gov.uk/batchmsg"
VLDMSG = "http://api.lrs.miap.gov.uk/vldmsg"

HAL = {
    "GivenName": "Hal",
    "FamilyName": "Orme",
    "LastKnownPostCode": "OX12JD",
    "DateOfBirth": "2005-04-01",
    "Gender": "1",
    "AbilityToShare": "1",
    "VerificationType": "1",
}
ANN = {
    "GivenName": "Ann",
    "FamilyName": "Lee",
    "LastKnownPostCode": "CV1 2WT",
    "DateOfBirth": "2004-03-09",
    "Gender": "2",
}


def submit(
    wire: Wire,
    *learners: dict[str, Any],
    job: str = "FUL",
    by: demo.DemoOrganisation = demo.COLLEGE,
    count: int | None = None,
) -> Reply:
    order = (
        "ULN",
        "MISIdentifier",
        "GivenName",
        "FamilyName",
        "LastKnownPostCode",
        "DateOfBirth",
        "PlaceOfBirth",
        "Gender",
        "AbilityToShare",
        "VerificationType",
    )
    rows = [{name: row[name] for name in order if name in row} for row in learners]
    values = {"JobType": job, "LearnerRecordCount": len(rows) if count is None else count, "Learner": rows}
    return wire.post(LEARNER_SERVICE, miap(BATCHMSG, "SubmitBatch", values, by=by))


def output(wire: Wire, job_id: str | None, by: demo.DemoOrganisation = demo.COLLEGE) -> Reply:
    return wire.post(LEARNER_SERVICE, miap(BATCHMSG, "GetSubmitBatchOutput", {"JobID": job_id}, by=by))


def worker(wire: Wire) -> Worker:
    return Worker(wire.store)


def work(wire: Wire) -> None:
    while worker(wire).work():
        pass


def counts(reply: Reply) -> list[str | None]:
    names = ("New", "ExistsUpdated", "PossibleMatch")
    return [reply.text(f"{name}LearnersCount") for name in names] + [
        reply.text("LearnersNotFoundCount"),
        reply.text("RejectedLearnersCount"),
    ]


def test_a_batch_is_accepted_done_and_read(wire: Wire) -> None:
    accepted = submit(wire, HAL | {"MISIdentifier": "A-1"}, ANN)
    assert accepted.code == "WSRC0007"
    job_id = accepted.text("JobID")
    waiting = output(wire, job_id)
    assert (waiting.code, waiting.text("JobStatus"), waiting.text("Learner")) == ("WSRC0008", "Submitted", None)
    work(wire)
    done = output(wire, job_id)
    assert (done.code, done.text("JobStatus")) == ("WSRC0009", "Complete")
    assert done.texts("ReturnCode") == ["RC001", "RC002"]
    assert done.texts("MISIdentifier") == ["A-1"]
    assert done.texts("ULN")[1] == demo.ANN_ULN
    assert done.texts("LastKnownPostCode") == ["OX12JD", "CV1 2WT"], "echoed as it was sent"
    assert counts(done) == ["1", "1", "0", "0", "0"]


@pytest.mark.parametrize(
    ("row", "job", "code", "uln"),
    [
        (HAL, "FUL", "RC001", "new"),
        (ANN, "FUL", "RC002", demo.ANN_ULN),
        ({**ANN, "GivenName": "Bea", "PlaceOfBirth": "Leeds"}, "FUL", "RC007", ""),
        (
            {
                "GivenName": "Gil",
                "FamilyName": "Ash",
                "LastKnownPostCode": "EX4 3SR",
                "DateOfBirth": "2003-01-15",
                "Gender": "1",
                "PlaceOfBirth": "Exeter",
            },
            "FUL",
            "RC003",
            demo.GIL_ULN,
        ),
        (ANN, "CHK", "RC004", demo.ANN_ULN),
        (
            {
                "GivenName": "Dee",
                "FamilyName": "Poe",
                "LastKnownPostCode": "CF10 1BH",
                "DateOfBirth": "1988-07-21",
                "Gender": "2",
            },
            "FUL",
            "RC005",
            demo.DEE_ULN,
        ),
        ({"GivenName": "Hal", "FamilyName": "Orme"}, "FUL", "RC006", ""),
        ({name: value for name, value in HAL.items() if name != "AbilityToShare"}, "FUL", "RC006", ""),
        ({**ANN, "LastKnownPostCode": "LS1 4AP"}, "FUL", "RC007", ""),
        ({**HAL, "ULN": demo.ANN_ULN}, "FUL", "RC008", ""),
        ({**ANN, "ULN": demo.ANN_ULN, "DateOfBirth": "2004-03-10"}, "FUL", "RC008", ""),
        ({**ANN, "ULN": demo.ANN_ULN}, "FUL", "RC002", demo.ANN_ULN),
        ({"GivenName": "Ann", "FamilyName": "Lee", "ULN": demo.ANN_ULN}, "CHK", "RC004", demo.ANN_ULN),
        ({"GivenName": "Dee", "FamilyName": "Poe", "ULN": demo.MERGED_ULN}, "FUL", "RC005", demo.DEE_ULN),
        ({**HAL, "ULN": "9276308686"}, "FUL", "RC009", ""),
        ({**HAL, "ULN": demo.EVE_ULN}, "FUL", "RC009", ""),
        (HAL, "CHK", "RC009", ""),
        ({**HAL, "DateOfBirth": "1900-02-29"}, "FUL", "RC011", ""),
        ({**HAL, "DateOfBirth": "2024-01-01"}, "FUL", "RC011", ""),
    ],
)
def test_a_row_gets_its_return_code(wire: Wire, row: dict[str, str], job: str, code: str, uln: str) -> None:
    job_id = submit(wire, row, job=job).text("JobID")
    work(wire)
    done = output(wire, job_id)
    assert done.texts("ReturnCode") == [code]
    given = row.get("ULN", "")
    assert done.texts("ULN") == ([uln] if uln not in ("", "new") else [given] if given else done.texts("ULN"))
    assert bool(done.texts("ULN")) == bool(uln or given)


def test_one_person_twice_in_a_batch_or_in_two_gets_one_uln(wire: Wire) -> None:
    first = submit(wire, HAL, HAL | {"GivenName": "HAL"}).text("JobID")
    second = submit(wire, HAL, by=demo.SECOND_COLLEGE).text("JobID")
    work(wire)
    own, other = output(wire, first), output(wire, second, demo.SECOND_COLLEGE)
    assert own.texts("ReturnCode") == ["RC001", "RC010"]
    assert other.texts("ReturnCode") == ["RC002"]
    assert len({*own.texts("ULN"), *other.texts("ULN")}) == 1


def test_one_person_stands_twice_far_apart_in_a_batch(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("FEWEST", "MOST"):
        monkeypatch.setattr(throttle, limit, dict.fromkeys(("sqlite", "postgresql"), 2))
    between = [
        HAL | {"GivenName": name, "LastKnownPostCode": f"LS{place} 4AP", "DateOfBirth": f"199{place}-11-2{place}"}
        for place, name in enumerate("KMTW", 1)
    ]
    job = submit(wire, HAL, *between, HAL).text("JobID")
    work(wire)
    assert output(wire, job).texts("ReturnCode") == ["RC001"] * 5 + ["RC010"]


def test_a_count_that_is_wrong_makes_no_job(wire: Wire) -> None:
    refused = submit(wire, HAL, count=2)
    assert (refused.code, refused.text("JobID")) == ("WSRC0017", "0")
    assert not worker(wire).work()


def test_a_job_of_another_is_answered_as_an_unknown_one(wire: Wire) -> None:
    job_id = submit(wire, HAL).text("JobID")
    assert output(wire, job_id, demo.SECOND_COLLEGE).body == output(wire, "999999", demo.SECOND_COLLEGE).body
    assert output(wire, job_id, demo.SECOND_COLLEGE).code == "WSRC0018"
    assert output(wire, str(2**62)).code == output(wire, str(2**31)).code == output(wire, "-1").code == "WSRC0018"


def test_a_number_of_a_job_tells_nothing_of_the_jobs_of_others(wire: Wire) -> None:
    own = [int(submit(wire, HAL, job=job).text("JobID") or 0) for job in ("FUL", "CHK")]
    for name in ("Bo", "Di", "Ed"):
        submit(wire, HAL | {"GivenName": name}, by=demo.SECOND_COLLEGE)
    own += [int(submit(wire, ANN, job=job).text("JobID") or 0) for job in ("FUL", "CHK")]
    assert all(100_000_000 <= number < 2**31 for number in own)
    steps = [abs(after - before) for before, after in itertools.pairwise(own)]
    assert min(steps) > 10, "counted, or one chance in forty million"


def test_a_number_that_is_taken_is_drawn_again(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "NUMBERS", range(200_000_000, 200_000_004))
    jobs = [submit(wire, HAL | {"GivenName": name}, by=by) for name in ("Bo", "Di") for by in COLLEGES]
    assert sorted(job.text("JobID") or "" for job in jobs) == [str(200_000_000 + place) for place in range(4)]


def test_jobs_that_are_submitted_at_once_have_numbers_of_their_own(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "NUMBERS", range(200_000_000, 200_000_012))
    names = [f"{one}{other}" for one in "BDF" for other in "aei"]
    with ThreadPoolExecutor(4) as pool:
        jobs = [*pool.map(lambda name: submit(wire, HAL | {"GivenName": name}).text("JobID"), names)]
    assert len({*jobs} - {None, "0"}) == len(names)


def test_the_same_batch_sent_again_is_the_same_job(wire: Wire) -> None:
    first = submit(wire, HAL, ANN).text("JobID")
    assert submit(wire, HAL, ANN).text("JobID") == first
    work(wire)
    assert submit(wire, HAL, ANN).text("JobID") == first
    assert submit(wire, ANN, HAL).text("JobID") != first
    assert submit(wire, HAL, ANN, job="CHK").text("JobID") != first
    assert submit(wire, HAL, ANN, by=demo.SECOND_COLLEGE).text("JobID") != first


def test_a_check_creates_nothing(wire: Wire) -> None:
    submit(wire, HAL, job="CHK")
    work(wire)
    job_id = submit(wire, HAL).text("JobID")
    work(wire)
    assert output(wire, job_id).texts("ReturnCode") == ["RC001"]


def verify(
    wire: Wire, *claims: dict[str, Any], by: demo.DemoOrganisation = demo.VERIFIER, count: int | None = None
) -> Reply:
    values = {"LearnerRecordCount": len(claims) if count is None else count, "Learner": list(claims)}
    return wire.post(LEARNER_SERVICE, miap(VLDMSG, "SubmitVerifyBatch", values, by=by))


def test_a_verification_batch_answers_as_verify_learner_does(wire: Wire) -> None:
    accepted = verify(
        wire,
        {"MISIdentifier": "B-1", "ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"},
        {"ULN": demo.MERGED_ULN, "FamilyName": "Poe", "GivenName": "Dee"},
        {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann", "DateOfBirth": "2004-03-10"},
        {"ULN": demo.ANN_ULN, "FamilyName": "Roe", "GivenName": "Cy"},
        {"ULN": "1234567890", "FamilyName": "Roe", "GivenName": "Cy"},
    )
    assert accepted.code == "WSRC0007"
    work(wire)
    done = wire.post(
        LEARNER_SERVICE, miap(VLDMSG, "GetVerifyBatchOutput", {"JobID": accepted.text("JobID")}, by=demo.VERIFIER)
    )
    assert done.texts("ResponseCode") == ["WSRC0009", "WSVRC001", "WSVRC002", "WSVRC003", "WSVRC005", "WSVRC006"]
    assert done.texts("ULN") == [demo.ANN_ULN, demo.DEE_ULN, demo.ANN_ULN]
    assert done.texts("FailureFlag") == ["VRF7", "VRF1", "VRF2", "VRF3", "VRF4", "VRF5", "VRF6"]
    assert done.texts("MISIdentifier") == ["B-1"]


def test_a_verification_count_that_is_wrong_makes_no_job(wire: Wire) -> None:
    refused = verify(wire, {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, count=2)
    assert (refused.code, refused.text("JobID")) == ("WSRC0030", "0")


def test_a_small_batch_need_not_wait_for_a_huge_one(wire: Wire) -> None:
    many = [HAL | {"GivenName": "Q" + chr(65 + n // 26) + chr(65 + n % 26)} for n in range(200)]
    huge = [
        submit(wire, *[row | {"FamilyName": name} for row in many]).text("JobID") for name in ("Aa", "Bb", "Cc", "Dd")
    ]
    small = submit(wire, HAL, by=demo.SECOND_COLLEGE).text("JobID")
    for _ in range(2):
        worker(wire).work()
    assert output(wire, small, demo.SECOND_COLLEGE).code == "WSRC0009"
    assert output(wire, huge[-1]).code == "WSRC0008"


def test_a_row_that_breaks_the_code_fails_its_job_and_no_other(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = submit(wire, HAL).text("JobID"), submit(wire, ANN, by=demo.SECOND_COLLEGE).text("JobID")

    def break_on_hal(person: Any, unit: Any, **options: Any) -> Any:
        if person.given_name == "Hal":
            raise ZeroDivisionError
        return match(person, unit, **options)

    monkeypatch.setattr("gateway.handlers.batch_rows.do_registration.match", break_on_hal)
    work(wire)
    assert (output(wire, bad).code, output(wire, bad).text("JobStatus")) == ("WSRC0010", "Failed")
    assert output(wire, good, demo.SECOND_COLLEGE).code == "WSRC0009"


def test_what_is_wrong_with_the_machine_fails_no_job(wire: Wire) -> None:
    job = submit(wire, HAL).text("JobID")

    def fail_once(where: str) -> None:
        if where == "after row" and not failed:
            failed.append(where)
            raise FileNotFoundError

    failed: list[str] = []
    with pytest.raises(FileNotFoundError):
        Worker(wire.store, reach=fail_once).work()
    work(wire)
    assert output(wire, job).texts("ReturnCode") == ["RC001"]


def test_rows_that_cannot_be_counted_are_done_all_the_same(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    def uncountable(_kind: str, _code: str) -> None:
        raise FileNotFoundError  # the folder of the counts is gone

    job = submit(wire, HAL).text("JobID")
    monkeypatch.setattr("gateway.metrics.observe_row", uncountable)
    work(wire)
    assert output(wire, job).texts("ReturnCode") == ["RC001"]


def change(wire: Wire, one: demo.DemoOrganisation, **changes: Any) -> None:
    with wire.store.unit() as unit:
        held = unit.organisations.named(one.ukprn, "")
        assert held is not None
        unit.organisations.change(held, **changes)


_STOPPED_AND_RESUMED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "suspended": ({"suspended": True}, {"suspended": False}),
    "without the role": ({"roles": {Role.PLR}}, {"roles": {Role.PLR, Role.REGISTER}}),
}


@pytest.mark.parametrize("how", _STOPPED_AND_RESUMED)
def test_a_job_waits_while_its_organisation_may_not_submit_it(
    wire: Wire, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, resumed = _STOPPED_AND_RESUMED[how]
    monkeypatch.setattr(throttle, "FEWEST", {"sqlite": 1, "postgresql": 1})
    monkeypatch.setattr(throttle, "MOST", {"sqlite": 1, "postgresql": 1})
    ours = [HAL | {"GivenName": name} for name in ("Ada", "Bea", "Cal")]
    theirs = submit(wire, HAL | {"GivenName": "Dan"}, by=demo.SECOND_COLLEGE).text("JobID")
    job = submit(wire, *ours).text("JobID")
    while worker(wire).work():
        if output(wire, job).text("JobStatus") == "In Progress":
            break
    change(wire, demo.COLLEGE, **stopped)

    work(wire)

    assert output(wire, theirs, by=demo.SECOND_COLLEGE).code == "WSRC0009", "nobody else's job waits"
    change(wire, demo.COLLEGE, **resumed)
    assert output(wire, job).text("JobStatus") == "In Progress"
    work(wire)
    assert output(wire, job).texts("ReturnCode") == ["RC001"] * 3
