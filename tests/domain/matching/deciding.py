"""Decisions between learners who are all at hand."""

from collections.abc import Mapping, Sequence

from gateway.domain import matching
from gateway.domain.learner import Learner, Person
from gateway.domain.matching import PRIOR, Candidate, Match, Model


def decide(asked: Person, learners: Sequence[Learner], masters: Mapping[str, Learner], model: Model = PRIOR) -> Match:
    """Decide whether the person is one of the learners."""
    records = {one.uln: one for one in learners} | dict(masters)
    candidates = [Candidate.of(one) for one in learners]
    return matching.decide(asked, candidates, lambda ulns: {uln: records[uln] for uln in ulns}, model)
