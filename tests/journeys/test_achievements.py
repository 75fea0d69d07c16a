"""Achievements from submission to learning record, through a worker."""

import csv
import io
from typing import Any

import pytest

from gateway import demo
from gateway.batch_worker import throttle
from gateway.batch_worker.worker import Worker
from gateway.domain.actors import Decision
from gateway.handlers.batches.cancel_batch import cancel_batch
from gateway.store.errors import NoOpenJob
from gateway.store.repositories.achievements import Achievements
from tests.builders import Reply, Wire
from tests.journeys.achievements import BEA, CREATE, REINSTATE, UPDATE, WITHDRAW, read, record, submit
from tests.journeys.test_batches import work

COUNTERS = (
    "AchievementsCreated",
    "AchievementsUpdated",
    "AchievementsWithdrawn",
    "AchievementsReinstated",
    "AchievementsPromotedToFinal",
    "FieldDataErrors",
    "LearnerDataErrors",
    "BusinessRuleErrors",
)


def report(wire: Wire, *achievements: dict[str, Any], type_: str = "Final") -> Reply:
    """Submit a batch, process it, and read its result."""
    job = submit(wire, *achievements, type_=type_).text("JobId")
    work(wire)
    done = read(wire, job)
    assert (done.code, done.text("Status")) == ("WSRC0009", "Successful")
    return done


def counts(reply: Reply) -> list[int]:
    return [int(reply.text(name) or 0) for name in COUNTERS]


def errors(reply: Reply) -> list[tuple[str, str, str]]:
    """Return record, field and rule of each error."""
    file = csv.DictReader(io.StringIO(reply.text("AchievementBatchErrorFile") or "", newline=""))
    return [(line["Record"], line["Field"], line["Rule"]) for line in file]


def test_an_achievement_is_submitted_done_and_in_the_record(wire: Wire) -> None:
    accepted = submit(wire, BEA)
    assert accepted.code == "WSRC0007"
    job = accepted.text("JobId")
    waiting = read(wire, job)
    assert (waiting.code, waiting.text("Status"), waiting.text("NumberOfRecords")) == ("WSRC0008", "Waiting", "1")
    assert waiting.text("AchievementsCreated") is None
    work(wire)
    done = read(wire, job)
    assert (done.code, done.text("Status"), done.text("JobID")) == ("WSRC0009", "Successful", job)
    assert counts(done) == [1, 0, 0, 0, 0, 0, 0, 0]
    assert [done.text(name) for name in ("Type", "User", "PercentageSuccessfulRecords")] == [
        "Final",
        "awarding",
        "100.00",
    ]
    assert done.text("AchievementBatchErrorFile") is None
    plr = record(wire)
    shown = {name: plr.text(name) for name in ("Source", "SubjectCode", "Grade", "Status", "AwardingOrganisationName")}
    assert list(shown.values()) == ["AO", "600/1234/5", "Pass", "F", "Calder Awards"]
    assert plr.text("AchievementAwardDate") == "2024-07-05"
    assert plr.text("AchievementProviderUkprn") == "", "as the live service does"


def test_an_achievement_is_updated_withdrawn_and_reinstated(wire: Wire) -> None:
    report(wire, BEA)
    assert counts(report(wire, BEA | {"Action": UPDATE, "Grade": "Merit"}))[1] == 1
    assert record(wire).texts("Grade") == ["Merit"]
    assert counts(report(wire, BEA | {"Action": WITHDRAW, "ActionReason": "Malpractice"}))[2] == 1
    assert record(wire).texts("Grade") == []
    assert counts(report(wire, BEA | {"Action": REINSTATE}))[3] == 1
    assert record(wire).texts("Grade") == ["Merit"], "as it was before"


def test_a_provisional_result_is_promoted_to_final(wire: Wire) -> None:
    provisional = report(wire, BEA, type_="Provisional")
    assert provisional.text("SuccessfulProvisionalAchievements") == "1"
    assert record(wire).texts("Status") == ["P"]
    final = report(wire, BEA | {"Action": UPDATE, "Grade": "Distinction"})
    assert (counts(final)[4], final.text("SuccessfulFinalAchievements")) == (1, "1")
    assert (record(wire).texts("Status"), record(wire).texts("Grade")) == (["F"], ["Distinction"])


def test_one_batch_may_do_several_things_to_one_achievement(wire: Wire) -> None:
    done = report(
        wire,
        BEA,
        BEA | {"Action": UPDATE, "Grade": "Merit"},
        BEA | {"Action": WITHDRAW},
        BEA | {"Action": REINSTATE},
        BEA | {"MisIdentifier": "resit", "Grade": "Distinction"},
    )
    assert counts(done) == [2, 1, 1, 1, 0, 0, 0, 0]
    assert record(wire).texts("Grade") == ["Merit", "Distinction"]


MERGED = BEA | {"Uln": demo.MERGED_ULN, "GivenName": "Dee", "FamilyName": "Poe"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"Action": "5"}, [("Action", "AC105")]),
        ({"Action": UPDATE}, [("UnitOrQualificationReferenceNumber", "AC304")]),
        ({"ActionDate": "2999-01-01T00:00:00"}, [("ActionDate", "AC104")]),
        ({"AchievementAwardDate": "12024-07-01T00:00:00"}, [("AchievementAwardDate", "AC103")]),
        ({"FamilyName": "", "Grade": "G" * 36}, [("FamilyName", "AC101"), ("Grade", "AC102")]),
        ({"Gender": "3"}, [("Gender", "AC106")]),
        ({"ProviderUkprn": "1"}, [("ProviderUkprn", "AC107")]),
        ({"Uln": "1234567890"}, [("Uln", "AC108")]),
        ({"UnitOrQualificationReferenceNumber": "x"}, [("UnitOrQualificationReferenceNumber", "AC109")]),
        ({"Uln": "9276308686"}, [("Uln", "AC201")]),
        ({"Uln": demo.EVE_ULN, "GivenName": "Eve", "FamilyName": "Fox"}, [("Uln", "AC201")]),
        ({"GivenName": "Bee", "Gender": "1"}, [("Gender", "AC202"), ("GivenName", "AC202")]),
        ({"DateofBirth": "2004-03-10T00:00:00", "LearnerPostcode": "LS1 4AP"}, [("DateofBirth", "AC202"), ("LearnerPostcode", "AC202")]),
        ({"ProviderUkprn": "10099999"}, [("ProviderUkprn", "AC301")]),
        ({"ProviderUkprn": demo.SUSPENDED.ukprn}, [("ProviderUkprn", "AC301")]),
        ({"AchievementAwardDate": "2004-03-09T00:00:00"}, [("AchievementAwardDate", "AC302")]),
        ({"DateofBirth": "2004-03-09Z", "LearnerPostcode": "cv12wt", "Gender": "2"}, None),
    ],
)  # fmt: skip
def test_a_record_with_errors_is_refused_and_named(
    wire: Wire, changes: dict[str, str], found: list[tuple[str, str]] | None
) -> None:
    if found is None:
        changes = changes | {"DateofBirth": "2004-03-09T00:00:00Z"}
    done = report(wire, BEA | {"MisIdentifier": "good"}, BEA | changes)
    assert sorted(errors(done)) == [("2", *one) for one in found or []]
    assert sum(counts(done)[5:]) == bool(found)
    assert done.text("PercentageSuccessfulRecords") == ("50.00" if found else "100.00")
    assert len(record(wire).texts("Grade")) == (1 if found else 2)


@pytest.mark.parametrize(
    ("first", "type_", "then", "rule"),
    [
        ({}, "Final", {}, "AC303"),
        ({}, "Final", {"Action": UPDATE}, "AC308"),
        ({}, "Final", {"Action": REINSTATE}, "AC306"),
        ({}, "Provisional", {"Action": UPDATE, "Grade": "Merit"}, "AC307"),
        ({}, "Provisional", {"Action": WITHDRAW}, "AC307"),
        ({"Action": WITHDRAW}, "Final", {"Action": WITHDRAW}, "AC305"),
        ({"Action": WITHDRAW}, "Final", {"Action": CREATE}, "AC305"),
    ],
)
def test_a_rule_that_the_held_achievement_makes(
    wire: Wire, first: dict[str, str], type_: str, then: dict[str, str], rule: str
) -> None:
    report(wire, BEA)
    if first:
        report(wire, BEA | first)
    done = report(wire, BEA | then | {"ActionReason": "again"}, type_=type_)
    assert [rule for *_, rule in errors(done)] == [rule]
    assert counts(done)[7] == 1


def test_an_achievement_of_a_merged_learner_is_in_the_record_of_the_master(wire: Wire) -> None:
    assert counts(report(wire, MERGED))[0] == 1
    assert "600/1234/5" in record(wire, demo.DEE_ULN, "Dee", "Moe").texts("SubjectCode")
    again = MERGED | {"Uln": demo.DEE_ULN, "FamilyName": "Moe", "Action": WITHDRAW}
    assert counts(report(wire, again))[2] == 1


def test_a_formula_in_a_cell_of_the_error_file_is_defused(wire: Wire) -> None:
    done = report(wire, BEA | {"MisIdentifier": '=HYPERLINK("http://x","y")', "Action": "7"})
    file = done.text("AchievementBatchErrorFile") or ""
    (line,) = csv.DictReader(io.StringIO(file, newline=""))
    assert line["MisIdentifier"] == '\'=HYPERLINK("http://x","y")'


def test_the_same_batch_sent_again_is_the_same_job(wire: Wire) -> None:
    first = submit(wire, BEA).text("JobId")
    assert submit(wire, BEA).text("JobId") == first
    work(wire)
    assert submit(wire, BEA).text("JobId") == first
    assert submit(wire, BEA, type_="Provisional").text("JobId") != first


def test_a_job_of_another_is_answered_as_an_unknown_one(wire: Wire) -> None:
    job = submit(wire, BEA).text("JobId")
    with wire.store.unit() as unit:
        other = unit.organisations.named(demo.VERIFIER.ukprn, "")
        assert other is not None
        unit.organisations.change(other, roles=demo.AWARDING.roles)
    assert read(wire, job, by=demo.VERIFIER).code == "WSRC0018"
    assert read(wire, None).code == read(wire, "-1").code == "WSRC0018"


OTHERS = [BEA | {"MisIdentifier": str(number)} for number in range(3)]


def test_a_job_that_is_cancelled_tells_what_was_done(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("FEWEST", "MOST"):
        monkeypatch.setattr(throttle, limit, dict.fromkeys(("sqlite", "postgresql"), 2))
    job = submit(wire, *OTHERS, BEA | {"Action": "9"}).text("JobId")
    Worker(wire.store).work()
    cancel(wire, job)
    work(wire)
    ended = read(wire, job)
    assert (ended.code, ended.text("Status"), ended.text("NumberOfRecords")) == ("WSRC0010", "Cancelled", "4")
    assert (counts(ended)[0], ended.text("PercentageSuccessfulRecords")) == (2, "50.00")
    assert "cancelled" in (ended.text("RejectionReason") or "")
    assert len(record(wire).texts("Grade")) == 2
    with pytest.raises(NoOpenJob):
        cancel(wire, job)


def cancel(wire: Wire, job: str | None) -> None:
    with wire.store.unit() as unit:
        cancel_batch(int(job or 0), Decision(by="operator", reason="Sent twice"), unit)


def test_a_job_that_is_cancelled_under_a_worker_keeps_nothing_of_the_chunk_in_hand(wire: Wire) -> None:
    job = submit(wire, *OTHERS).text("JobId")

    def cancel_once(where: str) -> None:
        if where == "after row" and not cancelled:
            cancelled.append(where)
            cancel(wire, job)

    cancelled: list[str] = []
    Worker(wire.store, reach=cancel_once).work()
    ended = read(wire, job)
    assert (ended.text("Status"), counts(ended)) == ("Cancelled", [0] * 8)
    assert record(wire).texts("Grade") == []


IVY = BEA | {"UnitOrQualificationReferenceNumber": "600/1234/6"}


def overtaken(wire: Wire, *first: dict[str, str]) -> list[list[int]]:
    """Let another job do the same between plan and writing.

    Returns the counts of both jobs.
    """
    jobs = [
        submit(wire, BEA | row, IVY | row | {"MisIdentifier": name}).text("JobId") for row in first for name in "AB"
    ]
    others: list[str] = []

    def do_the_other(where: str) -> None:
        if where == "after row" and not others:
            others.append(where)
            Worker(wire.store).work()

    Worker(wire.store, reach=do_the_other).work()
    work(wire)
    assert others
    return [counts(read(wire, job)) for job in jobs]


def test_two_jobs_at_once_create_an_achievement_once(wire: Wire) -> None:
    first, second = overtaken(wire, {})
    assert sorted([first[0], second[0]]) == [1, 2]
    assert first[7] + second[7] == 1
    assert len(record(wire).texts("Grade")) == 3


def test_two_jobs_at_once_withdraw_an_achievement_once(wire: Wire) -> None:
    report(wire, BEA, IVY | {"MisIdentifier": "A"}, IVY | {"MisIdentifier": "B"})
    first, second = overtaken(wire, {"Action": WITHDRAW})
    assert first[2] + second[2] == 3
    assert first[7] + second[7] == 1


def test_without_the_version_an_achievement_is_withdrawn_twice(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    def update_all(self: Achievements, changed: Any) -> int:
        update(self, changed)
        return len(changed)

    update = Achievements.update_all
    monkeypatch.setattr(Achievements, "update_all", update_all)
    report(wire, BEA, IVY | {"MisIdentifier": "A"}, IVY | {"MisIdentifier": "B"})
    first, second = overtaken(wire, {"Action": WITHDRAW})
    assert first[2] + second[2] == 4, "the test above could not fail"
