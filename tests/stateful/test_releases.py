"""No sequence of changes releases a record that is closed.

Nor does one close a record that is open. The changes are merges, opt-outs and deletions, and they are undone too.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from gateway.domain import consent
from gateway.domain.learner import AbilityToShare, Learner, Person
from gateway.settings import Settings
from gateway.store.repositories.audit import Audit
from gateway.store.repositories.learners import Learners
from tests.builders import Wire
from tests.stateful.machine import Readings

SEQUENCES = int(os.environ.get("STATEFUL_SEQUENCES", "60"))
_SETTINGS = settings(
    deadline=None,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    report_multiple_bugs=False,
    database=None,
)


@pytest.fixture
def fast_wire(sqlite_template: Path) -> Iterator[Wire]:
    """Yield a gateway over a register in memory, if possible."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="gateway-", dir=memory if memory.is_dir() else None) as folder:
        file = Path(folder) / "gateway.db"
        shutil.copy(sqlite_template, file)
        with Wire.open(Settings(database_url=f"sqlite:///{file}", misses_per_hour=0)) as opened:
            yield opened


def run(wire: Wire, **changes: Any) -> None:
    machine = type("Machine", (Readings,), {"wire": wire})
    run_state_machine_as_test(machine, settings=settings(_SETTINGS, **changes))


def test_every_reading_releases_what_the_rules_say(fast_wire: Wire) -> None:
    run(fast_wire, max_examples=SEQUENCES)


def test_on_postgresql_too(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url, misses_per_hour=0)) as wire:
        run(wire, max_examples=max(SEQUENCES // 8, 1), derandomize="STATEFUL_SEQUENCES" not in os.environ)


def test_consent_that_is_read_on_the_old_uln_is_found(fast_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Learner | None] = []
    by_uln = Learners.by_uln

    def remembered(self: Learners, uln: str) -> Learner | None:
        read.append(by_uln(self, uln))
        return read[-1]

    def may_release(master: Learner, *, reader_is_learner: bool) -> bool:  # noqa: ARG001
        old = next((one for one in read[-2:] if one is not None and one.master_uln == master.uln), master)
        return old.person.ability_to_share is not AbilityToShare.OPTED_OUT

    monkeypatch.setattr(Learners, "by_uln", remembered)
    monkeypatch.setattr(consent, "may_release", may_release)
    with pytest.raises(AssertionError):
        run(fast_wire, max_examples=1000, phases=[Phase.generate], derandomize=True)


def test_a_row_of_a_batch_that_lifts_an_opt_out_is_found(fast_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(held: Person, given: Person) -> Person:
        return replace(
            held, ability_to_share=max(held.ability_to_share, given.ability_to_share) and AbilityToShare.SHARES
        )

    monkeypatch.setattr("gateway.handlers.batch_rows.do_registration._filled", fill)
    with pytest.raises(AssertionError):
        run(fast_wire, max_examples=1000, phases=[Phase.generate], derandomize=True)


def test_a_stranger_who_lifts_an_opt_out_is_found(fast_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Audit, "has_row", lambda *_: True)
    with pytest.raises(AssertionError):
        run(fast_wire, max_examples=1000, phases=[Phase.generate], derandomize=True)


def test_an_opt_out_that_a_merge_forgets_is_found(fast_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.store.repositories.learner_rows.prevailing", lambda own, _opt_outs: own)
    with pytest.raises(AssertionError):
        run(fast_wire, max_examples=1000, phases=[Phase.generate], derandomize=True)
