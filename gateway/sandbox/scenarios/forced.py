"""Let scenarios answer in place of handlers."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from gateway.domain.actors import Caller
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios.scenario import Answered, Scenario
from gateway.store.unit import Unit
from gateway.wire.services import ServiceRow
from gateway.wire.soap.family import Family, ServedOperation

FORCED: ContextVar[Scenario | None] = ContextVar("forced", default=None)
"""The scenario of the present call."""


def with_scenarios(rows: Sequence[ServiceRow]) -> tuple[ServiceRow, ...]:
    """Return services whose handlers give way to scenarios."""
    families: dict[Family, Family] = {}
    for row in rows:
        if row.family not in families:
            families[row.family] = replace(
                row.family, operations=tuple(_giving_way(operation) for operation in row.family.operations)
            )
    return tuple(replace(row, family=families[row.family]) for row in rows)


def _giving_way(operation: ServedOperation) -> ServedOperation:
    def answer(request: Any, caller: Caller, unit: Unit) -> Outcome:
        scenario = FORCED.get()
        if scenario is None or scenario.decide is None:
            outcome: Outcome = operation.handler(request, caller, unit)
            return outcome
        return scenario.decide(
            Answered(
                operation=operation.name,
                request=request,
                caller=caller,
                unit=unit,
                handle=lambda changed: operation.handler(changed, caller, unit),
            )
        )

    return replace(operation, handler=answer)
