"""What a test may do with its gateway."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from gateway.demo import DemoOrganisation, registered
from gateway.domain.learner import AbilityToShare, Gender, Learner, Person
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.scenarios.catalogue import find_scenario
from gateway.sandbox.scenarios.planned import Plan
from gateway.sandbox.space import Space

_SECONDS = 10.0


class NoSuchCall(AssertionError):
    """No call came in time that fits."""


class Calls:
    """The calls that the gateway has answered for this test."""

    def __init__(self, space: Space) -> None:
        self._space = space

    def all(self, *, operation: str = "", code: str = "") -> list[Exchange]:
        """Return the calls, oldest first.

        `operation` is the contract's name, such as learnerByULN.
        """
        return self._space.exchanges.newest_first(where=_fits(operation, code))[::-1]

    def wait_for(self, *, operation: str = "", code: str = "", timeout: float = _SECONDS) -> Exchange:
        """Return the first such call, or wait for it.

        `timeout` is in seconds. Raises NoSuchCall.
        """
        found = self._space.exchanges.wait_for(_fits(operation, code), seconds=timeout)
        if found is None:
            came = ", ".join(f"{one.operation} {one.code}".strip() for one in self.all()) or "none"
            wanted = " ".join(part for part in ("call", operation, code) if part)
            raise NoSuchCall(f"no {wanted} came within {timeout:g} s; calls that came: {came}")
        return found


def _fits(operation: str, code: str) -> Callable[[Exchange], bool]:
    return lambda one: operation in ("", one.operation) and code in ("", one.code)


class Register:
    """The register behind the gateway."""

    def __init__(self, space: Space) -> None:
        self._space = space

    def learner(self, uln: str) -> Learner | None:
        """Return a learner, or None.

        It has `person` (`given_name`, `family_name` and so on), `status` and `version`.
        """
        with self._space.store.unit() as unit:
            return unit.learners.by_uln(uln)

    def add(
        self,
        *,
        given_name: str,
        family_name: str,
        date_of_birth: str | date,
        postcode: str,
        gender: int = Gender.NOT_KNOWN,
        ability_to_share: int = AbilityToShare.SHARES,
    ) -> str:
        """Register a learner without a call, and return the ULN.

        The date is written 2005-02-11. Raises ValueError for a gender, date or ability that does not exist.
        """
        person = Person(
            given_name=given_name,
            family_name=family_name,
            date_of_birth=date.fromisoformat(date_of_birth) if isinstance(date_of_birth, str) else date_of_birth,
            postcode=postcode,
            gender=Gender(gender),
            ability_to_share=AbilityToShare(ability_to_share),
        )
        with self._space.store.unit() as unit:
            made = registered(unit.learners.draw_uln(), person, at=unit.at, by=self._space.organisations[0].reference)
            if not unit.learners.import_learners([made]):
                raise ValueError("a learner with these details is on the register already")
        return made.uln


class GatewayForTests:
    """A gateway with its own register, for one test.

    `college`, `second_college`, `awarding`, `verifier` and `suspended` are organisations with their UKPRN, reference,
    user and password.
    """

    def __init__(self, address: str, space: Space) -> None:
        self.url = address
        """The address, without a path."""
        self.calls = Calls(space)
        self.college, self.second_college, self.awarding, self.verifier, self.suspended = space.organisations
        self._space = space

    @property
    def organisations(self) -> tuple[DemoOrganisation, ...]:
        """All organisations that may call."""
        return self._space.organisations

    def wsdl(self, service: str = "LearnerService") -> str:
        """Return the address of a service's WSDL."""
        return f"{self.url}/{service}.svc?wsdl"

    @contextmanager
    def scenario(
        self,
        name: str,
        *,
        operation: str = "",
        after: int = 0,
        times: int | None = None,
        per_second: int | None = None,
        probability: float | None = None,
        seed: int | None = None,
    ) -> Iterator[Plan]:
        """Let calls get a scenario, within the block.

        The first `after` calls of the operation pass, then `times` calls get it. `lrs-gateway scenarios` lists the
        names. Raises UnknownScenario or BadPlan.
        """
        find_scenario(name, operation)
        plan = self._space.plans.add(
            Plan(
                scenario=name,
                operation=operation,
                after=after,
                times=times,
                per_second=per_second,
                probability=probability,
                seed=seed,
            )
        )
        try:
            yield plan
        finally:
            self._space.plans.remove(plan.number)

    @property
    def now(self) -> datetime:
        """The time of the gateway, in UTC without a zone."""
        return self._space.clock()

    def move_clock(self, to: datetime | timedelta) -> None:
        """Move the clock, and do what is due.

        It moves to a time, or by a time. The clock stands still afterwards. Raises ClockMovedBack.
        """
        self._space.move_clock(self._space.clock() + to if isinstance(to, timedelta) else to)

    def do_jobs(self) -> None:
        """Process all batches that were submitted."""
        self._space.finish_jobs()
