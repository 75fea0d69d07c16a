"""Nobody can try out all ULNs.

Misses are counted over all services, and above a limit the calls are refused.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from gateway import demo
from gateway.domain import uln
from gateway.domain.misses import HOUR, lately
from gateway.settings import Settings
from tests.builders import FINDMSG, LEARNER_SERVICE, R9, REPORTMSG, Wire, miap, r9
from tests.journeys import achievements
from tests.journeys.test_batches import HAL, submit, verify, work
from tests.stored import audited

LIMIT = 50


@pytest.fixture
def limited(database_url: str) -> Iterator[Wire]:
    with Wire.open(Settings(database_url=database_url, misses_per_hour=LIMIT)) as opened:
        yield opened


def retrieve(wire: Wire, *ulns: str, by: demo.DemoOrganisation = demo.COLLEGE) -> str | None:
    return wire.post(
        LEARNER_SERVICE, miap(REPORTMSG, "RetrieveULNs", {"ULNsToRetrieve": {"ULN": list(ulns)}}, by=by)
    ).code


def nobodys(count: int) -> list[str]:
    return [uln.draw() for _ in range(count)]


def find(wire: Wire, wanted: str, given: str = "Ann", by: demo.DemoOrganisation = demo.COLLEGE) -> str | None:
    values = {"ULN": wanted, "FamilyName": "Lee", "GivenName": given}
    return wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", values, find="FUL", by=by)).code


def test_after_so_many_misses_nobody_is_told_whether_a_uln_is_right(
    limited: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    assert find(limited, demo.ANN_ULN) == "WSRC0004"
    retrieve(limited, *nobodys(LIMIT - 1))
    assert find(limited, demo.ANN_ULN) == "WSRC0004", "a hit is no miss"
    assert [one for one in caplog.records if one.message == "too many misses"] == []
    find(limited, nobodys(1)[0])
    (line,) = [one for one in caplog.records if one.message == "too many misses"]
    assert getattr(line, "fields", {})["organisation"] == demo.COLLEGE.reference
    for code in (
        retrieve(limited, demo.ANN_ULN),
        find(limited, demo.ANN_ULN),
        limited.post(R9, r9("LearnerByUln", {"uln": demo.ANN_ULN, "givenName": "Ann", "familyName": "Lee"})).code,
        limited.post(
            R9,
            r9(
                "GetLearnerLearningEvents",
                {"uln": demo.ANN_ULN, "givenName": "Ann", "familyName": "Lee", "getType": "FULL"},
            ),
        ).code,
    ):
        assert code == "WSEC0006"
    assert find(limited, demo.ANN_ULN, by=demo.SECOND_COLLEGE) == "WSRC0004", "that is another organisation"
    search = {
        "FamilyName": "Nemo", "GivenName": "Ned", "DateOfBirth": "2004-03-09", "Gender": "1", "LastKnownPostCode": "CV1 2WT",
    }  # fmt: skip
    found = limited.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByDemographics", search, find="FUL"))
    assert found.code == "WSRC0001", "the work goes on that needs no ULN"


def test_misses_stand_in_the_audit_trail_and_names_that_differ_are_some(limited: Wire) -> None:
    retrieve(limited, *nobodys(3), demo.ANN_ULN)
    find(limited, demo.ANN_ULN, given="Zebedee")
    claim = {"ULN": demo.ANN_ULN, "FamilyName": "Smith", "GivenName": "Zebedee"}
    limited.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": claim}))
    find(limited, demo.ANN_ULN)
    with limited.store.reading() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert audited(limited.store, "misses") == [(3,), (1,), (1,), (None,)]
    assert college is not None
    assert college.misses == 5


def test_many_calls_at_once_go_hardly_beyond_the_limit(limited: Wire) -> None:
    find(limited, demo.ANN_ULN)
    asked = [nobodys(20) for _ in range(40)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda ulns: retrieve(limited, *ulns), asked))
    assert 3 <= codes.count("WSRC0001") <= 3 + 4


def test_without_a_limit_they_all_are_answered(database_url: str) -> None:
    with Wire.open(Settings(database_url=database_url, misses_per_hour=0)) as wire:
        assert {retrieve(wire, *nobodys(100)) for _ in range(8)} == {"WSRC0001"}


def test_batches_of_verification_count_and_wait(limited: Wire) -> None:
    def submit(*ulns: str) -> None:
        claims = [{"ULN": one, "FamilyName": "Lee", "GivenName": "Ann"} for one in ulns]
        assert verify(limited, *claims, by=demo.COLLEGE).text("JobID") not in (None, "0")

    submit(*nobodys(LIMIT))
    submit(demo.ANN_ULN)
    work(limited)
    with limited.store.reading() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        assert college.misses == LIMIT
    assert find(limited, demo.ANN_ULN) == "WSEC0006"
    with limited.store.unit() as unit:
        assert unit.batches.claim(timedelta(seconds=60)) is None, "the second job waits for the hour to have room"


def registrations(wire: Wire, *ulns: str, job: str) -> None:
    submit(wire, *(HAL | {"ULN": one} for one in ulns), job=job)


def reports(wire: Wire, *ulns: str) -> None:
    achievements.submit(wire, *(achievements.BEA | {"Uln": one, "MisIdentifier": one} for one in ulns))


@pytest.mark.parametrize("kind", ["registrations", "checks", "achievements"])
def test_a_uln_in_a_row_of_any_batch_counts_and_the_next_batch_waits(limited: Wire, kind: str) -> None:
    by = demo.AWARDING if kind == "achievements" else demo.COLLEGE

    def submit_rows(*ulns: str) -> None:
        if kind == "achievements":
            reports(limited, *ulns)
        else:
            registrations(limited, *ulns, job="CHK" if kind == "checks" else "FUL")

    submit_rows(demo.ANN_ULN, *nobodys(LIMIT - 1))
    submit_rows(demo.ANN_ULN)
    work(limited)
    with limited.store.reading() as unit:
        college = unit.organisations.named(by.ukprn, "")
        assert college is not None
        assert college.misses == LIMIT
    with limited.store.unit() as unit:
        assert unit.batches.claim(timedelta(seconds=60)) is None, "the second job waits for the hour to have room"


def test_a_row_without_a_uln_is_no_miss(limited: Wire) -> None:
    submit(limited, HAL, job="CHK")
    work(limited)
    assert audited(limited.store, "misses") == [(None,), (None,)]


def test_misses_count_for_an_hour_and_fade_in_the_next(limited: Wire) -> None:
    at = datetime(2026, 3, 2, 12, 0)
    with limited.store.unit() as unit:
        for after, more in ((timedelta(0), 30), (timedelta(minutes=30), 10), (timedelta(minutes=90), 4)):
            college = unit.organisations.named(demo.COLLEGE.ukprn, "")
            assert college is not None
            unit.organisations.count_misses(college, more, at + after)
        held = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert held is not None
    now = at + timedelta(minutes=90)
    assert (held.misses, held.misses_before, held.misses_since) == (4, 40, now)
    assert [lately(held, now + HOUR * share) for share in (0, 0.5, 1, 1.5, 2)] == [44, 24, 4, 2, 0]
