"""Scenarios that decide the code of an answer."""

from collections.abc import Callable, Mapping
from typing import Final, NoReturn

from gateway.domain.codes import Code
from gateway.domain.errors import Refused
from gateway.domain.verification import FailureFlag
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios.answered import Answer, Answered, Outcomes
from gateway.sandbox.scenarios.operations import SERVED
from gateway.sandbox.scenarios.outcomes.batches import BATCHES
from gateway.sandbox.scenarios.outcomes.finding import FINDING
from gateway.sandbox.scenarios.outcomes.records import RECORDS
from gateway.sandbox.scenarios.outcomes.registering import REGISTERING, answer_with_flag
from gateway.sandbox.scenarios.outcomes.reports import REPORTS
from gateway.sandbox.scenarios.outcomes.sharing import SHARING
from gateway.sandbox.scenarios.scenario import Kind, Scenario

_REFUSALS: Final = (
    Code.BAD_REQUEST,
    Code.ORGANISATION_UNKNOWN,
    Code.CLOSED,
    Code.WRONG_PASSWORD,
    Code.NO_ACCESS,
)
"""Refusals that every operation may have."""

OUTCOMES: Final[Outcomes] = {**FINDING, **REGISTERING, **RECORDS, **SHARING, **REPORTS, **BATCHES}
"""Functions that answer, by the contract's operation and by code."""


class _Forced(Refused):
    """A refusal that a scenario asks for."""

    def __init__(self, code: Code) -> None:
        self.code = code
        super().__init__()


class _FailureForced(Exception):
    """A failure that a scenario asks for."""


def _refuse_with(code: Code) -> Callable[[Answered], NoReturn]:
    def refuse(_call: Answered) -> NoReturn:
        raise _Forced(code)

    return refuse


def _fail(_call: Answered) -> NoReturn:
    raise _FailureForced("a scenario asked for this")


def _choose_by_operation(answers: Mapping[str, Answer]) -> Answer:
    """Return a function that answers each operation by its own."""

    def answer(call: Answered) -> Outcome:
        return answers[call.operation](call)

    return answer


def _make_scenarios() -> list[Scenario]:
    made = [
        Scenario(
            name=Code.NOT_SUPPORTED,
            text=f"Refused: {Code.NOT_SUPPORTED.text}.",
            kind=Kind.CODE,
            decide=_refuse_with(Code.NOT_SUPPORTED),
        )
    ]
    made += [
        Scenario(name=code, text=f"Refused: {code.text}.", kind=Kind.CODE, operations=SERVED, decide=_refuse_with(code))
        for code in _REFUSALS
    ]
    for code in Code:
        answers = {operation: row[code] for operation, row in OUTCOMES.items() if code in row}
        if answers:
            made.append(
                Scenario(
                    name=code,
                    text=f"{code.text}.",
                    kind=Kind.CODE,
                    operations=tuple(answers),
                    decide=_choose_by_operation(answers),
                )
            )
    return made


CODE_SCENARIOS: Final = (
    *_make_scenarios(),
    Scenario(
        name=Code.UNKNOWN_FAILURE,
        text="The gateway fails unexpectedly.",
        kind=Kind.CODE,
        operations=SERVED,
        decide=_fail,
    ),
    *(
        Scenario(
            name=flag,
            text=f"The details are similar, with the failure flag {flag}.",
            kind=Kind.CODE,
            operations=("verifyLearner",),
            decide=answer_with_flag(flag),
        )
        for flag in FailureFlag
    ),
)
