"""ULNs that mean a scenario, and ULNs that scenarios issue.

Both are valid, and belong to no learner. A ULN that means a scenario begins with 390. Then come its kind, its number in
four digits, one digit more, and the check digit: `39010004` begins the ULN of WSRC0004. A ULN that a scenario issues
begins with 391 to 399, and says nothing.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from gateway.domain.uln import LENGTH, calc_check_digit, is_valid

_MEANT: Final = "390"
_ISSUED: Final = "39"
_ISSUED_BODIES: Final = range(1_000_000, 10_000_000)
_KINDS: Final = {"WSRC": 1, "WSEC": 2, "WSVRC": 3, "VRF": 4, "rows-WSVRC": 5, "rows-RC": 6, "rows-AC": 7}
_OTHERS: Final = 9
_OTHER_NUMBERS: Final = {
    "slow-2": 2,
    "slow-30": 30,
    "slow-90": 90,
    "http-502": 502,
    "http-503": 503,
    "reset-before": 1001,
    "answer-lost": 1002,
    "reset-inside": 1003,
    "truncated": 1004,
    "empty": 1005,
    "wrong-type": 1006,
    "foreign-fault": 1007,
    "batch-unfinished": 2000,
    "batch-fails": 2001,
    "batch-slow-2": 2002,
    "batch-slow-3": 2003,
    "batch-slow-10": 2010,
    "rows-every-code": 4000,
    "fault-xml": 5001,
    "fault-schema": 5002,
    "fault-operation": 5003,
    "fault-busy": 5004,
    "fault-down": 5005,
    "worker-down-2": 3002,
    "worker-down-3": 3003,
    "worker-down-10": 3010,
}
"""Numbers of scenarios whose names have none. They never change."""
_NAME: Final = re.compile(r"([A-Za-z-]+?)(\d+)")


def scenario_uln(name: str) -> str:
    """Return the ULN that means a scenario.

    >>> scenario_uln("WSRC0004"), scenario_uln("rows-RC007"), scenario_uln("slow-30")
    ('3901000401', '3906000701', '3909003000')
    """
    kind, number = _read_name(name)
    bodies = (f"{_MEANT}{kind}{number:04}{last}" for last in range(10))
    return next(body + digit for body in bodies if (digit := calc_check_digit(body)))


def _read_name(name: str) -> tuple[int, int]:
    if name in _OTHER_NUMBERS:
        return _OTHERS, _OTHER_NUMBERS[name]
    parts = _NAME.fullmatch(name)
    assert parts is not None, f"{name} needs a number in _OTHER_NUMBERS"
    return _KINDS[parts[1]], int(parts[2])


def in_scenarios_range(uln: str) -> bool:
    """Return whether a number is in the scenarios' range.

    Its check digit may be wrong.
    """
    return uln.startswith(_MEANT) and len(uln) == LENGTH


def is_issued(uln: str) -> bool:
    """Return whether a ULN is one that scenarios issue."""
    return uln.startswith(_ISSUED) and not uln.startswith(_MEANT) and is_valid(uln)


def issue_ulns(stated: Iterable[str], count: int) -> list[str]:
    """Return ULNs for what is stated, the same each time.

    >>> first, second = issue_ulns(["Lee", "Ann"], 2)
    >>> is_issued(first), first != second, issue_ulns(["Lee", "Ann"], 1) == [first]
    (True, True, True)
    """
    digest = blake2b("\x1f".join(stated).encode(), digest_size=8).digest()
    start, found = int.from_bytes(digest), list[str]()
    while len(found) < count:
        body = f"{_ISSUED}{_ISSUED_BODIES[start % len(_ISSUED_BODIES)]:07}"
        if digit := calc_check_digit(body):
            found.append(body + digit)
        start += 1
    return found
