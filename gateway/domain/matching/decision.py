"""Is this person on the register?

The rules are those of contract 6.1. The store finds the candidates; what they mean is decided here, with no database.
A candidate is listed if the odds of being the person reach `choices.LISTED_FROM`. A merged learner gives its master.
The records of those who are found are read once they are known: hardly any candidate comes so far.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple, Self

from gateway.domain import choices
from gateway.domain.learner import IdentityFields, Learner, LearnerStatus, Person, identity_of
from gateway.domain.matching.ceiling import Ceiling
from gateway.domain.matching.certainty import (
    are_certainly_one,
    are_written_alike,
    names_tell,
    odds_on_filler_day,
    others_clash,
)
from gateway.domain.matching.comparison import Comparison, compare
from gateway.domain.matching.levels import BornLevel, FamilyLevel, GenderLevel, GivenLevel, PostcodeLevel
from gateway.domain.matching.listing import ListedBy, agree_but_for_postcode, judge_pair, listed_from, lowest_listed
from gateway.domain.matching.model import Model
from gateway.domain.matching.prior import PRIOR
from gateway.domain.matching.scoring import Explanation, Odds, explanation_of, odds_of
from gateway.domain.matching.traits import Traits, traits_of

Records = Callable[[Collection[str]], Mapping[str, Learner]]
"""Reads the learners with these ULNs."""


class Candidate(NamedTuple):
    """A learner, as far as the decision needs one."""

    uln: str
    status: LearnerStatus
    master_uln: str | None
    identity: IdentityFields
    traits: Traits

    @classmethod
    def of(cls, learner: Learner) -> Self:
        """Return what tells of a learner."""
        key, traits = identity_of(learner.person), traits_of(learner.person)
        return cls(learner.uln, learner.status, learner.master_uln, key, traits)

    @property
    def survivor(self) -> str:
        """Return the ULN of the learner, or of its master."""
        return self.uln if self.master_uln is None else self.master_uln


class _Listed(NamedTuple):
    """A candidate on the list."""

    candidate: Candidate
    same_key: bool
    exact: bool
    odds: Odds
    comparison: Comparison


class Reasons(NamedTuple):
    """Why somebody was found.

    Hardly any caller asks, so it is worked out for who does.
    """

    model: Model
    listed: tuple[_Listed, ...]

    @property
    def explanations(self) -> Mapping[str, Explanation]:
        """Return why each candidate is listed, by its ULN.

        If a master stands in, the ULN is that of the merged learner.
        """
        return {one.candidate.uln: explanation_of(self.model, one.comparison) for one in self.listed}


_NO_REASONS = Reasons(PRIOR, ())


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nobody on the register looks like this person."""


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """This learner certainly is the person.

    All five key fields are stated and agree, and nobody else comes near.
    """

    learner: Learner
    reasons: Reasons = field(default=_NO_REASONS, compare=False)


@dataclass(frozen=True, slots=True)
class LinkedMatch:
    """A merged learner is the person; the master stands in."""

    master: Learner
    reasons: Reasons = field(default=_NO_REASONS, compare=False)


@dataclass(frozen=True, slots=True)
class PossibleMatches:
    """One to ten learners may be the person, likeliest first.

    `substituted` holds the ULNs of masters that stand in.
    """

    learners: tuple[Learner, ...]
    substituted: frozenset[str]
    reasons: Reasons = field(default=_NO_REASONS, compare=False)


@dataclass(frozen=True, slots=True)
class TooManyMatches:
    """More learners may be the person than may be shown.

    None or too many of them have the same key fields.
    """


Match = NoMatch | ExactMatch | LinkedMatch | PossibleMatches | TooManyMatches


def decide(
    person: Person,
    candidates: Sequence[Candidate],
    records: Records,
    model: Model = PRIOR,
    *,
    possible_from: float = -inf,
) -> Match:
    """Decide whether the person is one of the candidates.

    It reads the records of those who are found.

    The order of the candidates does not matter. A few possible matches, none of whom has odds of so many bits as
    `possible_from`, are none, unless one has the same key fields: it cannot be registered beside that one unseen.
    Of too many, those with the same key fields are found.
    """
    listed = _list(person, candidates, model)
    if not listed:
        return NoMatch()
    survivors = list(dict.fromkeys(one.candidate.survivor for one in listed))
    exact = _exact(listed)
    if exact is not None and len(survivors) > 1 and model.is_filler(exact.candidate.traits.born):
        exact = None
    if exact is not None:
        found, reasons = exact.candidate, Reasons(model, (exact,))
        record = records([found.survivor])[found.survivor]
        return ExactMatch(record, reasons) if found.status is LearnerStatus.ACTIVE else LinkedMatch(record, reasons)
    alone = len(survivors) == 1
    if len(survivors) > choices.MOST_MATCHES:
        listed = [one for one in listed if one.same_key]  # whoever registers the person has to be shown these
        survivors = list(dict.fromkeys(one.candidate.survivor for one in listed))
        if not 0 < len(survivors) <= choices.MOST_MATCHES:
            return TooManyMatches()
    if max(one.odds.score for one in listed) < possible_from and not any(one.same_key for one in listed):
        return NoMatch()
    substituted = frozenset(one.candidate.master_uln for one in listed if one.candidate.master_uln is not None)
    read, reasons = records(survivors), Reasons(model, tuple(listed))
    if alone and substituted and any(_gives_master(model, traits_of(person), one) for one in listed):
        return LinkedMatch(read[survivors[0]], reasons)
    return PossibleMatches(tuple(read[uln] for uln in survivors), substituted, reasons)


def _list(person: Person, candidates: Sequence[Candidate], model: Model) -> list[_Listed]:
    """Return the candidates that reach the list, the likeliest first."""
    asked, key, least = traits_of(person), identity_of(person), listed_from(model)
    listed: list[_Listed] = []
    alone: list[_Listed] = []
    ceiling, lowest = Ceiling(model, asked), lowest_listed(least)
    for candidate in candidates:
        agree = agree_but_for_postcode(candidate.identity, key)
        if not agree and ceiling.is_below(candidate.traits, lowest):
            continue
        comparison = compare(asked, candidate.traits, model.established)
        listing = judge_pair(model, comparison, least, agree=agree)
        if listing is None:
            continue
        same_key = candidate.identity == key
        exact = (
            same_key
            and are_certainly_one(asked, candidate.traits, comparison)
            and _date_suffices(model, asked, comparison)
        )
        (alone if listing.by is ListedBy.NOBODY_ELSE else listed).append(
            _Listed(candidate, same_key=same_key, exact=exact, odds=listing.odds, comparison=comparison)
        )
    return sorted(listed or alone, key=lambda one: (not one.exact, -one.odds.score, one.candidate.uln))


def _date_suffices(model: Model, asked: Traits, comparison: Comparison) -> bool:
    """Return whether an exact match may rely on the date.

    The birth date is no filler, or the other fields say enough without it.
    """
    return not model.is_filler(asked.born) or min(odds_on_filler_day(model, comparison)) >= choices.EXACT_FROM


def _gives_master(model: Model, asked: Traits, one: _Listed) -> bool:
    """Return whether a learner is the person without being exact.

    Names, birth date and gender agree, nothing but the postcode tells the two apart, and neither chance nor family
    explains what the fields say alone. It counts only if nobody else is listed.
    """
    family, given, born, postcode, gender = one.comparison.levels[:5]
    return (
        family in (FamilyLevel.EXACT, FamilyLevel.SPACING, FamilyLevel.FORMER)
        and given in (GivenLevel.EXACT, GivenLevel.SPACING, GivenLevel.OTHER_NAME)
        and born is BornLevel.EXACT
        and not model.is_filler(asked.born)
        and postcode is not PostcodeLevel.MISSING
        and gender is GenderLevel.EXACT
        and names_tell(asked)
        and are_written_alike(asked, one.candidate.traits)
        and not others_clash(asked, one.candidate.traits)
        and min(odds_of(model, one.comparison._replace(circumstances=()))) >= choices.EXACT_FROM
    )


def _exact(listed: Sequence[_Listed]) -> _Listed | None:
    """Return the candidate that leads with all five key fields.

    An active one comes before a merged one.
    """
    exact = sorted(
        (one for one in listed if one.exact), key=lambda one: one.candidate.status is not LearnerStatus.ACTIVE
    )
    if not exact:
        return None
    rivals = [one.odds.against_strangers for one in listed if one.candidate.survivor != exact[0].candidate.survivor]
    if rivals and exact[0].odds.against_strangers - max(rivals) < choices.EXACT_LEADS_BY:
        return None
    return exact[0]
