"""Estimate the matching model from the register itself.

Decisions of operators on duplicates count too.
"""

from collections.abc import Callable, Iterable

from gateway.domain.matching import Model, Traits, confirmed, learn
from gateway.store.unit import Store


def refresh_matching(store: Store, watch: Callable[[Iterable[Traits]], Iterable[Traits]]) -> Model:
    """Estimate a model from all living learners, and store it.

    Every process uses it within half a minute. `watch` may count the learners as they are read. No call waits: the
    learners are read as of one moment. Raises Clash if another process has stored a model meanwhile.
    """
    with store.reading() as unit:
        version = unit.matching_models.version() + 1
        learnt = learn(watch(traits for _, traits in unit.matching_models.living()), version=version)
        model = confirmed(learnt, unit.duplicates.confirmed())
    with store.unit() as unit:
        unit.matching_models.add(model)
    return model
