"""Rows of a file of learning events, in chunks."""

from collections.abc import Iterable, Iterator
from itertools import islice

from gateway.domain.event_load import (
    EventRow,
    Problem,
)

ROWS_AT_ONCE = 1000


EventRows = Iterable[EventRow | Problem]


def in_chunks(rows: EventRows, size: int) -> Iterator[list[EventRow | Problem]]:
    """Yield the rows in lists of at most `size`."""
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk
