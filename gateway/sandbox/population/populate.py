"""Put made-up learners on a register."""

from datetime import date
from itertools import islice
from random import Random

from gateway.sandbox.population.families import Families
from gateway.sandbox.population.records import events_of
from gateway.store.unit import Store

_AT_ONCE = 1000


def populate(store: Store, count: int, *, seed: int, today: date) -> None:
    """Register so many learners, with their learning events.

    The same seed and day give the same learners.
    """
    dice = Random(seed)  # noqa: S311  (no secret)
    made = Families(today, dice).learners(count)
    with store.unit() as unit:
        while learners := list(islice(made, _AT_ONCE)):
            unit.learners.import_learners(learners)
            unit.events.add((one.uln, event) for one in learners for event in events_of(one, today, dice))
