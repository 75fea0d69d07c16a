"""Members of a learning event, by the field of each."""

from collections.abc import Callable
from typing import Any

from gateway.domain.event import LearningEvent
from gateway.wire.values.message import NIL, Column

Format = Callable[[Any], str | None]


def or_absent(field: str, format_value: Format = str) -> Column:
    """Return a member that is left out without a value."""
    return _column(field, format_value, instead=None)


def or_nil(field: str, format_value: Format = str) -> Column:
    """Return a member that is nil without a value."""
    return _column(field, format_value, instead=NIL)


def or_text(field: str, text: str, format_value: Format = str) -> Column:
    """Return a member that has this text without a value."""
    return _column(field, format_value, instead=text)


def _column(field: str, format_value: Format, instead: Any) -> Column:
    return Column(LearningEvent._fields.index(field), format_value, instead)


def unless_empty(text: str) -> str | None:
    """Return a text, or None if it is empty."""
    return text or None
