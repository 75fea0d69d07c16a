"""Withdraw a load of learning events, for an operator."""

from gateway.domain.actors import Decision
from gateway.domain.event_load import (
    require_released,
)
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def withdraw_load(number: int, decision: Decision, unit: Unit) -> OperatorResult:
    """Take what a load brought out of all records.

    What another load brought too stays in them.

    Raises NoSuchLoad, NotReleased, or Stale where it was withdrawn in the moment between.
    """
    load = unit.event_loads.by_number(number)
    require_released(load)
    unit.event_loads.withdraw(load, decision)
    return OperatorResult(touched=())
