"""A call that a scenario answers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A call that a scenario may answer.

    `operation` is the contract's name. `handle` calls the operation's own handler.
    """

    operation: str
    request: Any
    caller: Caller
    unit: Unit
    handle: Callable[[object], Outcome]

    def ask(self, **changes: object) -> Outcome:
        """Let the handler answer a changed request."""
        return self.handle(replace(self.request, **changes))

    def pretend(self, **changes: object) -> Outcome:
        """Let the handler answer a changed request.

        What it writes is undone.
        """
        outcomes: list[Outcome] = []
        with suppress(_Undone), self.unit.savepoint():
            outcomes.append(self.ask(**changes))
            raise _Undone
        return outcomes[0]

    def held(self, uln: str) -> Learner:
        """Return a learner of the scenarios, as held."""
        learner = self.unit.learners.by_uln(uln)
        assert learner is not None, "every space has the learners of the scenarios"
        return learner

    def identity(self, uln: str) -> StatedIdentity:
        """Return the details by which a learner is identified."""
        person = self.held(uln).person
        return StatedIdentity(
            uln=uln,
            given_name=person.given_name,
            family_name=person.family_name,
            date_of_birth=person.date_of_birth,
            gender=person.gender,
        )


Answer = Callable[[Answered], Outcome]
Outcomes = Mapping[str, Mapping[Code, Answer]]
"""Functions that answer, by the contract's operation and by code."""


class _Undone(Exception):
    """What a handler wrote is undone."""
