"""Let scenarios answer in place of handlers."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from gateway.domain.actors import Caller
from gateway.domain.misses import PROBING
from gateway.handlers.batches.read_batch import BatchOutput, ReadBatch
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios.answered import Answered
from gateway.sandbox.scenarios.catalogue import find_by_stored_user
from gateway.sandbox.scenarios.issued import answer_issued
from gateway.sandbox.scenarios.polls import POLLS
from gateway.sandbox.scenarios.scenario import Poll, Scenario
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
        def handle(changed: object) -> Outcome:
            outcome: Outcome = operation.handler(changed, caller, unit)
            return outcome

        call = Answered(operation=operation.name, request=request, caller=caller, unit=unit, handle=handle)
        scenario = FORCED.get()
        if scenario is not None and scenario.decide is not None:
            outcome = scenario.decide(call)
            _forgive(call, outcome)
            return outcome
        return answer_issued(call) or _answer_as_batch(request, handle(request), caller)

    return replace(operation, handler=answer)


def _answer_as_batch(request: object, outcome: Outcome, caller: Caller) -> Outcome:
    """Return a batch's output as its scenario has it."""
    if not isinstance(outcome, BatchOutput) or not isinstance(request, ReadBatch) or outcome.job is None:
        return outcome
    scenario = find_by_stored_user(outcome.job.user)
    if scenario is None or scenario.answer_poll is None:
        return outcome
    times = POLLS.get().count(outcome.job.number, caller.call)
    return scenario.answer_poll(Poll(kind=request.kind, output=outcome, times=times))


def _forgive(call: Answered, outcome: Outcome) -> None:
    """Take back the miss that the audit will count.

    Otherwise a test suite that asks for "not found" all day would be refused after some hundred calls.
    """
    misses = outcome.misses or int(outcome.code in PROBING.get(call.caller.operation, ()))
    if misses:
        call.unit.organisations.count_misses(call.caller.organisation, -misses, call.unit.at)
