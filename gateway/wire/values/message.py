"""A message as a mapping of its members."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Message = Mapping[str, Any]
"""A message or a part of one.

A member that is absent, nil or empty in the XML is not in the mapping.
"""

Members = dict[str, Any]
"""A message, or a part of one, to be written."""

NIL: Final = object()
"""The value of a member that is written as xsi:nil."""


@dataclass(frozen=True, slots=True)
class Column:
    """A member of items that are rows.

    `place` is that of its value in a row. `format` returns the text of a value, or None to leave the member out.
    `instead` is what is written for a value that is None: a text, NIL, or None to leave the member out.
    """

    place: int
    format: Callable[[Any], str | None]
    instead: Any


@dataclass(frozen=True, slots=True)
class Rows:
    """Items with the same members, as rows of values.

    `columns` gives the column of each member, or the text that it has in all items.
    """

    columns: Mapping[str, Column | str]
    values: Sequence[Sequence[Any]]
