"""Learns the parameters of the matching from the register itself, without labels."""

from collections.abc import Callable, Iterable

from gateway.domain.matching import Model, Traits, learn
from gateway.store.unit import Store


def refresh_matching(store: Store, watch: Callable[[Iterable[Traits]], Iterable[Traits]]) -> Model:
    """Learn a model from all living learners and keep it; every process uses it within half a minute.

    `watch` may count the learners as they pass. Nobody waits: the learners are read as of one moment. Raises
    Clash where somebody else has refreshed meanwhile.
    """
    with store.reading() as unit:
        version = unit.models.version() + 1
        model = learn(watch(traits for _, traits in unit.models.living()), version=version)
    with store.unit() as unit:
        unit.models.add(model)
    return model
