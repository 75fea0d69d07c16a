"""Rows of batches, as the sandbox's worker processes them."""

from gateway.domain.actors import Caller
from gateway.domain.batch import RowResult
from gateway.handlers.batch_rows.do_row import BatchRow, do_row
from gateway.sandbox.scenarios.catalogue import find_by_stored_user
from gateway.sandbox.scenarios.issued import is_pretended
from gateway.sandbox.scenarios.numbers import issue_ulns
from gateway.sandbox.scenarios.outcomes.batches import SUBMITTING
from gateway.sandbox.scenarios.outcomes.rows import RowAnswer, StatedRow, kind_of, recognise
from gateway.sandbox.scenarios.stated import find_by_row
from gateway.store.chunks.row_unit import RowUnit


def do_row_or_scenario(row: BatchRow, caller: Caller, unit: RowUnit, *, check_only: bool) -> RowResult:
    """Process a row, unless a scenario answers it."""
    answer = _find_answer(row, caller)
    if answer is None and is_pretended(row.row.uln, SUBMITTING[kind_of(row)], unit):
        answer = recognise
    if answer is None:
        return do_row(row, caller, unit, check_only=check_only)
    (issued,) = issue_ulns((f"{name} {value}" for name, value in sorted(row.row.kept().items())), 1)
    return answer(StatedRow(row=row, place=0, issued=issued))


def _find_answer(row: BatchRow, caller: Caller) -> RowAnswer | None:
    """Return the answer of the batch's or the row's scenario."""
    scenario = find_by_stored_user(caller.user) or find_by_row(row.row.uln, row.row.family_name, kind_of(row))
    return None if scenario is None else scenario.answer_row
