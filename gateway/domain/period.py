"""From when to when something is listed."""

from datetime import datetime, time


def bounds_of_period(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """Return the first and the last moment.

    None is no bound, and an end at midnight is the whole of its day.
    """
    first, last = since or datetime.min, until or datetime.max
    return first, datetime.combine(last, time.max) if last.time() == time.min else last
