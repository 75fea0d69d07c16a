"""Withdraw a load of learning events, for an operator."""

from gateway.domain.actors import Decision
from gateway.domain.event_load import (
    require_released,
)
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def withdraw_load(number: int, decision: Decision, unit: Unit) -> OperatorResult:
    """Remove from all records the events that a load brought.

    An event that another load brought too stays.

    Raises NoSuchLoad or NotReleased, or Stale if another transaction has just withdrawn it.
    """
    load = unit.event_loads.by_number(number)
    require_released(load)
    unit.event_loads.withdraw(load, decision)
    return OperatorResult(touched=())
