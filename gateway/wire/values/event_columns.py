"""Members of a learning event, by the field of each."""

from collections.abc import Callable
from typing import Any

from gateway.domain.event import LearningEvent
from gateway.wire.values.message import Column


def or_absent(field: str, format_value: Callable[[Any], str] = str) -> Column:
    """Return a member that is left out without a value."""
    return Column(LearningEvent._fields.index(field), format_value, nil=False)


def or_nil(field: str, format_value: Callable[[Any], str] = str) -> Column:
    """Return a member that is nil without a value."""
    return Column(LearningEvent._fields.index(field), format_value, nil=True)
