"""ULNs: drawn at random from all that are valid."""

from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain import uln


@given(st.integers(100_000_000, 999_999_999))
def test_exactly_one_tenth_digit_is_right_unless_none_exists(body: int) -> None:
    valid = [digit for digit in "0123456789" if uln.is_valid(f"{body}{digit}")]
    assert valid == [digit for digit in [uln.calc_check_digit(str(body))] if digit]


@given(st.integers(100_000_000, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_digit_miswritten_is_always_noticed(body: int, place: int, shift: int) -> None:
    number = f"{body}{uln.calc_check_digit(str(body))}"
    if len(number) < 10:
        return
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not uln.is_valid(wrong)


@pytest.mark.parametrize("text", ["", "927630868", "92763086867", "927630868x", "0276308686", "９276308686"])
def test_what_is_not_ten_ascii_digits_is_refused(text: str) -> None:
    with pytest.raises(uln.InvalidULN):
        uln.validate(text)


def test_a_draw_skips_the_bodies_that_have_no_check_digit() -> None:
    bodies = cycle([987_654_321 - 100_000_000, 927_630_868 - 100_000_000])
    assert uln.draw(lambda _below: next(bodies)) == "9276308686"


def test_draws_do_not_repeat_or_climb() -> None:
    drawn = [uln.draw() for _ in range(1000)]
    assert len(set(drawn)) == 1000
    assert drawn != sorted(drawn)
    assert all(uln.is_valid(number) for number in drawn)
