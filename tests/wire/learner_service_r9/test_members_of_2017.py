"""Values of the 2017 contract are read or refused.

Nothing that its schema allows makes the gateway fail.
"""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gateway.domain.errors import BadRequest
from gateway.domain.learner import Gender
from gateway.wire.learner_service_r9.year_2017.members import (
    day_of,
    flag,
    guid,
    moment,
    stated_gender,
    written_date,
    written_time,
)
from gateway.wire.learner_service_r9.year_2017.updates import read_verification_type
from gateway.wire.values.fields import read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T09:30:00", datetime(2026, 3, 2, 9, 30)),
        (" 2026-03-02T09:30:00.1234567 ", datetime(2026, 3, 2, 9, 30, 0, 123456)),
        ("2026-03-02T09:30:00Z", datetime(2026, 3, 2, 9, 30)),
        ("2026-03-02T00:30:00+01:00", datetime(2026, 3, 1, 23, 30)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_a_moment_is_read_in_utc_and_one_that_nobody_set_is_none(text: str, expected: datetime | None) -> None:
    assert moment({"at": text}, "at") == expected
    assert moment({}, "at") is None


@pytest.mark.parametrize("text", ["2004-03-09T00:00:00", "2004-03-09T00:00:00Z", "2004-03-09T00:00:00+02:00"])
def test_a_day_is_the_one_that_was_written_in_whatever_zone(text: str) -> None:
    assert day_of({"on": text}, "on") == date(2004, 3, 9)


@pytest.mark.parametrize("text", ["-0044-03-15T12:00:00", "10000-01-01T00:00:00", "2026-03-02T24:00:00"])
def test_what_this_calendar_does_not_have_is_a_bad_request(text: str) -> None:
    for read in (moment, day_of):
        with pytest.raises(BadRequest, match="at is not a date and time"):
            read({"at": text}, "at")


def test_a_moment_that_utc_does_not_have_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        moment({"at": "9999-12-31T23:59:59-14:00"}, "at")


DIGITS = some.integers(0, 99).map("{:02}".format)
ZONES = some.sampled_from(["", "Z", "+14:00", "-14:00", "+00:00"])


@given(
    some.builds(
        "{}-{}-{}T{}:{}:{}{}{}".format,
        some.integers(-20000, 20000).map(lambda year: f"{year:05}" if year < 0 else f"{year:04}"),
        DIGITS, DIGITS, DIGITS, DIGITS, DIGITS,
        some.sampled_from(["", ".5", ".123456789012"]),
        ZONES,
    )
)  # fmt: skip
def test_every_text_that_looks_like_a_date_time_is_read_or_refused(text: str) -> None:
    for read in (moment, day_of):
        with suppress(BadRequest):
            read({"at": text}, "at")


def test_a_gender_of_3_states_none() -> None:
    assert [stated_gender({"is": text}, "is") for text in ("3", "2", " 9 ")] == [None, Gender.FEMALE, Gender.WITHHELD]
    assert stated_gender({}, "is") is None
    with pytest.raises(BadRequest):
        stated_gender({"is": "4"}, "is")


def test_yes_is_said_in_two_ways_and_all_else_is_no() -> None:
    assert [flag({"it": text}, "it") for text in ("true", "1", " true ", "false", "0")] == [True] * 3 + [False] * 2
    assert not flag({}, "it")


def test_a_guid_of_zeros_is_none() -> None:
    assert guid({"it": "00000000-0000-0000-0000-000000000000"}, "it") == ""
    assert guid({"it": "0F8FAD5B-D9CB-469F-A165-70867728950E"}, "it") == "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert guid({}, "it") == ""


def test_a_day_of_the_first_thousand_years_is_written_with_four_digits() -> None:
    assert written_date(date(203, 5, 4)) == "0203-05-04T00:00:00"
    assert written_time(datetime(203, 5, 4, 1, 2, 3, 4)) == "0203-05-04T01:02:03"


def test_a_number_behind_more_zeros_than_python_reads_is_a_bad_request() -> None:
    assert read_number({"n": "0" * 4000 + "7"}, "n") == 7
    with pytest.raises(BadRequest, match="n has too many digits"):
        read_number({"n": "0" * 5000 + "7"}, "n")


@pytest.mark.parametrize(("text", "expected"), [("999", 999), (" 0 ", 0), ("8", None), ("9" * 5000, None), ("", None)])
def test_a_verification_type_is_one_of_those_that_there_are(text: str, expected: int | None) -> None:
    assert read_verification_type({"type": text}, "type") == expected
