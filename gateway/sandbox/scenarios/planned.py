"""Scenarios planned for coming calls, by count and order."""

import itertools
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from gateway.sandbox.scenarios.catalogue import SCENARIOS


class BadPlan(ValueError):
    """A plan has a value that is not allowed.

    The message names it.
    """


@dataclass(slots=True, kw_only=True)
class Plan:
    """Scenario for some of the coming calls.

    Calls of `operation`, or of all that the scenario fits if it is "". The first `after` of them pass; then `times` of
    them get the scenario, all if it is None. With `per_second`, only calls beyond so many in a second. With a
    `probability`, only some, by the dice of `seed`: the same seed gives the same calls.
    """

    number: int = 0
    scenario: str
    operation: str = ""
    after: int = 0
    times: int | None = None
    per_second: int | None = None
    probability: float | None = None
    seed: int | None = None
    passed: int = 0
    used: int = 0
    dice: Random = field(default_factory=Random, repr=False)
    lately: deque[float] = field(default_factory=deque, repr=False)

    def __post_init__(self) -> None:
        if self.probability is not None and self.seed is None:
            raise BadPlan("a probability needs a seed, so that a run can be had again")
        if self.probability is not None and not 0 < self.probability <= 1:
            raise BadPlan("probability must be above 0 and at most 1")
        if self.after < 0 or (self.times is not None and self.times < 1):
            raise BadPlan("after must be at least 0, and times at least 1")
        if self.per_second is not None and self.per_second < 1:
            raise BadPlan("per_second must be at least 1")
        self.dice = Random(self.seed)  # noqa: S311  (no secret)

    @property
    def is_spent(self) -> bool:
        """Whether no more call gets the scenario."""
        return self.times is not None and self.used >= self.times

    def takes(self, operation: str, now: float) -> bool:
        """Return whether the plan takes this call, and count it."""
        if self.is_spent or self.operation not in ("", operation) or not self._fits(operation):
            return False
        if self.passed < self.after:
            self.passed += 1
            return False
        if self.per_second is not None and self._has_room(now):
            return False
        if self.probability is not None and self.dice.random() >= self.probability:
            return False
        self.used += 1
        return True

    def _fits(self, operation: str) -> bool:
        scenario = SCENARIOS.get(self.scenario)
        return scenario is None or scenario.fits(operation)

    def _has_room(self, now: float) -> bool:
        while self.lately and self.lately[0] <= now - 1.0:
            self.lately.popleft()
        if self.per_second is not None and len(self.lately) < self.per_second:
            self.lately.append(now)
            return True
        return False


class Plans:
    """The plans of a space. Threads may share them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: dict[int, Plan] = {}
        self._numbers = itertools.count(1)

    def add(self, plan: Plan) -> Plan:
        """Add a plan after the others, and return it numbered."""
        with self._lock:
            plan.number = next(self._numbers)
            self._plans[plan.number] = plan
            return plan

    def all(self) -> list[Plan]:
        """Return copies of the plans, in their order."""
        with self._lock:
            return [replace(plan) for plan in self._plans.values()]

    def remove(self, number: int) -> bool:
        """Remove a plan, and return whether it was there."""
        with self._lock:
            return self._plans.pop(number, None) is not None

    def clear(self) -> None:
        """Remove all plans."""
        with self._lock:
            self._plans.clear()

    def take(self, operation: str) -> str:
        """Return the scenario planned for a call, or "".

        The first plan that takes the call decides. Later ones do not count it.
        """
        with self._lock:
            now = time.monotonic()
            return next((plan.scenario for plan in self._plans.values() if plan.takes(operation, now)), "")


def plan_of(values: Mapping[str, object]) -> Plan:
    """Return the plan that a JSON object describes.

    Raises BadPlan.
    """
    known = {"scenario", "operation", "after", "times", "per_second", "probability", "seed"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise BadPlan(f"{unknown[0]} is not a member of a plan; known are {', '.join(sorted(known))}")
    try:
        return Plan(**values)  # type: ignore[arg-type]  # checked by what follows
    except TypeError as error:
        raise BadPlan("a plan needs a scenario, and whole numbers") from error
