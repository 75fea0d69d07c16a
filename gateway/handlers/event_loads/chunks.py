"""Rows of a file of learning events, in chunks."""

from collections.abc import Iterable, Iterator
from itertools import islice

from gateway.domain.event_load import (
    Problem,
    Row,
)

ROWS_AT_ONCE = 1000


Rows = Iterable[Row | Problem]


def in_chunks(rows: Rows, size: int) -> Iterator[list[Row | Problem]]:
    """Yield the rows in lists of at most `size`."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
