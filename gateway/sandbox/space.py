"""A space: register, clock, scenarios and exchanges of one's own."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from wsgiref.types import WSGIEnvironment

from gateway import demo
from gateway.app import Gateway
from gateway.batch_worker.worker import Worker
from gateway.demo import DemoOrganisation
from gateway.domain.batch import Job
from gateway.domain.learner import Learner
from gateway.domain.rules import Rules
from gateway.sandbox.clock import CURRENT_CLOCK, SpaceClock, current_time
from gateway.sandbox.conformance.run import ConformanceRun
from gateway.sandbox.exchanges import Exchanges
from gateway.sandbox.inbox import Inbox
from gateway.sandbox.jobs import is_open, read_jobs
from gateway.sandbox.scenarios import cast
from gateway.sandbox.scenarios.forced import FORCED, with_scenarios
from gateway.sandbox.scenarios.planned import Plans
from gateway.sandbox.scenarios.polls import POLLS, Polls
from gateway.sandbox.scenarios.scenario import Scenario
from gateway.sandbox.scenarios.worker_rows import do_row_or_scenario
from gateway.sandbox.transport import SandboxAnswer
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from gateway.wire.services import SERVICES

_SERVED = with_scenarios(SERVICES)


class UnknownCheckpoint(LookupError):
    """The space has no checkpoint of this name."""


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    """The state of a space beside its register's file."""

    file: Path
    clock: dict[str, object]
    dice: object


class Space:
    """A space. Threads may share it.

    `folder` holds its register. `template` is the register that it begins with.
    """

    def __init__(
        self,
        name: str,
        organisations: tuple[DemoOrganisation, ...],
        folder: Path,
        template: Path,
        settings: Settings,
        clock: SpaceClock,
        *,
        seed: int | None,
    ) -> None:
        self.name = name
        self.organisations = organisations
        self.clock = clock
        self.exchanges = Exchanges()
        self.inbox = Inbox()
        self.plans = Plans()
        self.conformance: ConformanceRun | None = None
        """The conformance run of a client, if one was begun."""
        self.used = time.monotonic()
        """When the space was last called, by time.monotonic."""
        self._seed = seed
        self._folder = folder
        self._dice: random.Random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311
        self._checkpoints: dict[str, _Checkpoint] = {}
        self._lock = threading.RLock()
        self._calls = threading.Condition()
        self._in_hand = 0
        self._may_have_jobs = threading.Event()
        self._at_work = threading.Lock()
        self._ended = threading.Event()
        self._ended_jobs: frozenset[int] = frozenset()
        self._polls = Polls()
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "register.db"
        self._settings = replace(settings, database_url=f"sqlite:///{self._file}", workers=1)
        is_kept = self._file.exists()
        if not is_kept:
            _copy(template, self._file)
        self._open()
        demo.load(self.store, organisations=organisations)
        if is_kept:
            cast.load(self.store)  # an earlier version may have had none; the template has them
        self.save_checkpoint(_BEGINNING)

    @property
    def identifiers(self) -> Iterable[str]:
        """The UKPRNs and references of its organisations."""
        return (identifier for one in self.organisations for identifier in (one.ukprn, one.reference))

    def answer(self, environ: WSGIEnvironment, scenario: Scenario | None = None) -> SandboxAnswer:
        """Answer a call as its scenario says, if any."""
        self.used = time.monotonic()
        answer = SandboxAnswer()
        if scenario is None or scenario.is_called:
            self._call(environ, scenario, answer)
        if scenario is not None and scenario.break_answer is not None:
            scenario.break_answer(answer)
        return answer

    def _call(self, environ: WSGIEnvironment, scenario: Scenario | None, answer: SandboxAnswer) -> None:
        with self._in_progress():
            clock, forced, polls = CURRENT_CLOCK.set(self.clock), FORCED.set(scenario), POLLS.set(self._polls)
            try:
                send = Gateway.__call__ if scenario is None or scenario.send is None else scenario.send
                answer.body = b"".join(send(self.gateway, environ, answer.start_response))
            finally:
                POLLS.reset(polls)
                FORCED.reset(forced)
                CURRENT_CLOCK.reset(clock)
        self._may_have_jobs.set()

    def begin_conformance(self, client: str) -> ConformanceRun:
        """Begin a conformance run, in place of one before."""
        if self.conformance is not None:
            self.conformance.end()
        self.conformance = ConformanceRun(client, self.clock(), self.exchanges)
        return self.conformance

    def do_jobs(self) -> int:
        """Process the batches that wait.

        Return the number of transactions that it took. All are done when it returns, also by another thread.
        """
        done = 0
        with self._at_work:
            if not self._may_have_jobs.is_set():
                return 0
            self._may_have_jobs.clear()
            with self._in_progress():
                worker = Worker(self.store, do_row=do_row_or_scenario)
                while worker.work():
                    done += 1
                if self._polls.take_news() or done:
                    self._send_emails()
        return done

    def jobs(self) -> list[Job]:
        """Return the batch jobs of its organisations, newest first."""
        with self._in_progress():
            return read_jobs(self.store, self.organisations, self._polls)

    def learner(self, uln: str) -> Learner | None:
        """Return the learner with this ULN, or None."""
        with self._in_progress(), self.store.reading() as unit:
            return unit.learners.by_uln(uln)

    def wait_for_job(self, number: int, seconds: float) -> Job | None:
        """Wait for a job's end, and return the job.

        It may still be open if the time is over. Return None if there is no such job.
        """
        until = time.monotonic() + seconds
        while True:
            found = next((job for job in self.jobs() if job.number == number), None)
            if found is None or not is_open(found) or time.monotonic() >= until:
                return found
            if self._ended.wait(_SECONDS_BETWEEN_CHECKS):
                return found

    def _send_emails(self) -> None:
        """Put the e-mails about jobs that ended into the inbox."""
        ended = [job for job in read_jobs(self.store, self.organisations, self._polls) if not is_open(job)]
        for job in reversed(ended):
            if job.number not in self._ended_jobs:
                self.inbox.add_job(job, self.clock())
        self._ended_jobs = frozenset(job.number for job in ended)

    def move_clock(self, to: datetime, *, stop: bool = True) -> int:
        """Move the clock forward, and do what is due.

        Batches that waited for a time are processed. Whatever else depends on time (ages, expiries, limits by the
        hour) is worked out when it is asked for. Return the number of transactions. Raises ClockMovedBack.
        """
        self.clock.move(to, stop=stop)
        return self.finish_jobs()

    def finish_jobs(self) -> int:
        """Process all batches that were submitted.

        Return the number of transactions that it took.
        """
        self._may_have_jobs.set()
        return self.do_jobs()

    def save_checkpoint(self, name: str) -> None:
        """Save the register and the clock under a name.

        A checkpoint of this name is replaced.
        """
        with self._lock:
            folder = self._folder / "checkpoints"
            folder.mkdir(exist_ok=True)
            file = folder / f"{len(self._checkpoints)}-{time.monotonic_ns()}.db"
            _copy(self._file, file)
            replaced = self._checkpoints.get(name)
            self._checkpoints[name] = _Checkpoint(file, self.clock.state(), self._dice_state())
            if replaced is not None:
                replaced.file.unlink(missing_ok=True)

    def checkpoints(self) -> list[str]:
        """Return the names of the checkpoints, oldest first."""
        return [name for name in self._checkpoints if name != _BEGINNING]

    def restore_checkpoint(self, name: str) -> None:
        """Make the register and the clock what they were.

        Calls in progress are finished first. Raises UnknownCheckpoint.
        """
        with self._lock, self._alone():
            saved = self._checkpoints.get(name)
            if saved is None:
                raise UnknownCheckpoint(f"the space {self.name} has no checkpoint {name!r}")
            _copy(saved.file, self._file)
            self.clock.restore(saved.clock)
            if saved.dice is not None:
                self._dice.setstate(saved.dice)  # type: ignore[arg-type]  # what getstate returned
            self._reopen()

    def delete_checkpoint(self, name: str) -> None:
        """Delete a checkpoint. Raises UnknownCheckpoint."""
        with self._lock:
            saved = None if name == _BEGINNING else self._checkpoints.pop(name, None)
            if saved is None:
                raise UnknownCheckpoint(f"the space {self.name} has no checkpoint {name!r}")
            saved.file.unlink(missing_ok=True)

    def reset(self) -> None:
        """Make everything as it was when the space began.

        Register, clock, plans, exchanges and e-mails. Checkpoints stay.
        """
        self.restore_checkpoint(_BEGINNING)
        self.plans.clear()
        self.exchanges.clear()
        self.inbox.clear()

    def end_waits(self) -> None:
        """End all waits for exchanges, jobs and e-mails."""
        self._ended.set()
        self.exchanges.close()
        self.inbox.close()

    def close(self) -> None:
        """Close the register, once what is in progress is done."""
        self.end_waits()
        with self._lock, self._alone():
            self.gateway.close()

    def _dice_state(self) -> object:
        return None if self._seed is None else self._dice.getstate()

    @contextmanager
    def _in_progress(self) -> Iterator[None]:
        """Count a call, or work on batches, while in progress."""
        with self._calls:
            self._in_hand += 1
        try:
            yield
        finally:
            with self._calls:
                self._in_hand -= 1
                self._calls.notify_all()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for what is in progress, and delay the rest."""
        with self._calls:
            self._calls.wait_for(lambda: self._in_hand == 0)
            yield

    def _open(self) -> None:
        engine = open_engine(self._settings.database_url, connections=self._settings.threads + 2, interruptible=False)
        rules = Rules.of(self._settings)
        patience = self._settings.call_seconds
        self.store = Store(engine, self.clock, patience=patience, rules=rules, chance=self._dice)
        self.gateway = Gateway(self._settings, self.store, served=_SERVED, clock=current_time, chance=self._dice)

    def _reopen(self) -> None:
        """Open the register again.

        What was remembered of it is forgotten.
        """
        self.gateway.close()
        self._polls.clear()
        self._open()
        self._ended_jobs = frozenset(
            job.number for job in read_jobs(self.store, self.organisations, self._polls) if not is_open(job)
        )
        self._may_have_jobs.set()


_SECONDS_BETWEEN_CHECKS = 0.05
_BEGINNING = ""
"""Name of the checkpoint that `reset` restores."""


def _copy(source: Path, target: Path) -> None:
    """Copy a register, into one that may be open."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
