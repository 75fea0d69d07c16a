"""Unique Learner Numbers: ten digits, kept for life.

The first nine digits are multiplied by 10, 9, ... 2; the remainder of their sum modulo 11 gives the
tenth: ten minus the remainder. A remainder of 0 leaves no valid check digit, so such a number is
never issued (contract section 7).

>>> validate("9276308686")
'9276308686'
>>> validate(" 1026 893 096 ")
'1026893096'
>>> calc_check_digit("444459939")
'0'
>>> is_valid("6936002314"), is_valid("1964986809"), is_valid("1000000000")
(True, True, True)
>>> is_valid("1000000001"), is_valid("1234567890"), is_valid("9999999999"), is_valid("1111111111")
(False, False, False, False)
>>> is_valid("9876543210")  # remainder 0: no check digit can save it
False
>>> validate("12345")
Traceback (most recent call last):
    ...
gateway.domain.uln.InvalidLength: a ULN has 10 digits
"""

import secrets
from collections.abc import Callable
from operator import mul

LENGTH = 10
_WEIGHTS = range(10, 1, -1)
_SMALLEST_BODY = 100_000_000  # the first digit of a ULN is never 0
_BODIES = 900_000_000


class InvalidULN(ValueError):
    """The text is not a ULN."""


class InvalidLength(InvalidULN):
    """The text does not have ten characters."""


class InvalidFormat(InvalidULN):
    """The text is not ten digits without a leading 0."""


class InvalidChecksum(InvalidULN):
    """The tenth digit does not follow from the other nine."""


def compact(number: str) -> str:
    """Return a number without the blanks that people write.

    >>> compact("9276 308686 ")
    '9276308686'
    """
    return "".join(number.split())


def calc_check_digit(number: str) -> str:
    """Return the tenth digit, or "" if none exists.

    >>> calc_check_digit("927630868"), calc_check_digit("987654321")
    ('6', '')
    """
    remainder = sum(map(mul, _WEIGHTS, map(int, number))) % 11
    return str(10 - remainder) if remainder else ""


def validate(number: str) -> str:
    """Return the compact number.

    Raises InvalidLength, InvalidFormat or InvalidChecksum.
    """
    number = compact(number)
    if len(number) != LENGTH:
        raise InvalidLength("a ULN has 10 digits")
    if not (number.isascii() and number.isdigit()) or number[0] == "0":
        raise InvalidFormat("a ULN holds digits only and does not start with 0")
    if calc_check_digit(number[:-1]) != number[-1]:
        raise InvalidChecksum("the check digit of this ULN is wrong")
    return number


def is_valid(number: str) -> bool:
    """Return whether the text is a ULN, without raising."""
    try:
        validate(number)
    except InvalidULN:
        return False
    return True


def draw(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a random valid number; each is equally likely.

    The randomness is the operating system's, so that nobody can guess the next number. The caller must check that no
    learner has the number.

    >>> is_valid(draw())
    True
    """
    while True:
        body = str(_SMALLEST_BODY + randbelow(_BODIES))
        digit = calc_check_digit(body)
        if digit:
            return body + digit
