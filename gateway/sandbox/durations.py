"""Durations as people and programs write them."""

import re
from datetime import timedelta

_ISO = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_SHORT = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?")
_LONGEST = 40


class BadDuration(ValueError):
    """A text that is no duration."""


def read_duration(text: str) -> timedelta:
    """Return the duration that a text states.

    Months and years are refused, because they have no one length.

    >>> read_duration("90d"), read_duration("P1DT2H"), read_duration("1h30m")
    (datetime.timedelta(days=90), datetime.timedelta(days=1, seconds=7200), datetime.timedelta(seconds=5400))
    """
    found = (_ISO if text.startswith("P") else _SHORT).fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or not any(found.groups()):
        raise BadDuration("a duration is written like 90d, 1h30m or P1DT2H")
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    try:
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError as error:
        raise BadDuration("the duration is too long") from error
