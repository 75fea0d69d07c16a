"""A scenario, and how a client names it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from wsgiref.types import WSGIEnvironment

from gateway.app import Gateway
from gateway.domain.batch import JobKind
from gateway.handlers.batches.read_batch import BatchOutput
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios.answered import Answered
from gateway.sandbox.scenarios.outcomes.rows import RowAnswer
from gateway.sandbox.transport import SandboxAnswer
from gateway.wire.http.responses import StartResponse

PREFIX = "sandbox:"
"""What a user name begins with that names a scenario."""


class Kind(StrEnum):
    """What a scenario decides."""

    CODE = "code"
    """The code of the answer."""
    FAULT = "fault"
    """A fault that no handler raises."""
    TRANSPORT = "transport"
    """What happens to the answer on its way."""
    JOB = "job"
    """What happens to the batch that is submitted."""


Send = Callable[[Gateway, WSGIEnvironment, StartResponse], Iterable[bytes]]
"""A function that sends a request to the gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The output of a batch, and the number of polls.

    `output` is that of the register.
    """

    kind: JobKind
    output: BatchOutput
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario.

    `operations` are those that it fits, by the contract's names; none means every one. `decide` answers the call in
    place of the handler. `answer_row` answers the rows of a batch that was submitted with the scenario, and
    `answer_poll` the polls for its output. `is_called` says whether the call is made at all, and `send` how it
    reaches the gateway. `break_answer` changes the
    answer afterwards.
    """

    name: str
    text: str
    kind: Kind
    operations: Collection[str] = ()
    decide: Callable[[Answered], Outcome] | None = None
    answer_row: RowAnswer | None = None
    answer_poll: Callable[[Poll], BatchOutput] | None = None
    is_called: bool = True
    send: Send | None = None
    break_answer: Callable[[SandboxAnswer], None] | None = None

    def fits(self, operation: str) -> bool:
        """Return whether the scenario fits an operation."""
        return not self.operations or operation in self.operations
