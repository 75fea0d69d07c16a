"""Scenarios that decide the code of an answer."""

from collections.abc import Callable
from typing import Final, NoReturn

from gateway.domain.codes import Code
from gateway.domain.errors import Refused
from gateway.sandbox.scenarios.scenario import Answered, Kind, Scenario

_FAULTS: Final = (
    Code.BAD_REQUEST,
    Code.NOT_SUPPORTED,
    Code.ORGANISATION_UNKNOWN,
    Code.WRONG_PASSWORD,
    Code.NO_ACCESS,
    Code.UNKNOWN_FAILURE,
)
"""Codes of faults that every operation may have."""


class _Forced(Refused):
    """A refusal that a scenario asks for."""

    def __init__(self, code: Code) -> None:
        self.code = code
        super().__init__()


def _refusing(code: Code) -> Callable[[Answered], NoReturn]:
    def refuse(_call: Answered) -> NoReturn:
        raise _Forced(code)

    return refuse


CODE_SCENARIOS: Final = tuple(
    Scenario(name=code.value, text=f"The call is refused: {code.text}.", kind=Kind.CODE, decide=_refusing(code))
    for code in _FAULTS
)
