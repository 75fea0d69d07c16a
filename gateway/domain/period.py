"""The period for which something is listed."""

from datetime import datetime, time


def bounds_of_period(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a period.

    None is no bound. An end at midnight means the whole of that day.
    """
    first, last = since or datetime.min, until or datetime.max
    return first, datetime.combine(last, time.max) if last.time() == time.min else last
