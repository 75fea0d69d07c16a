"""May this learning record be released? One function, asked at every read.

And how the answer came to be.

One person may have several ULNs, of which one survives. Each record keeps what was said under its own ULN. For the
person the strictest word counts: whoever withheld under one of her ULNs has withheld, and nothing of any of them is
released through another, neither events nor the details that go with them. A fresh privacy notice that is seen after
the merge lifts that for the person, as long as she is held for one: where a ULN is unmerged again, what was said under
it counts for it as before, and what was said under another counts for it no longer. A merge can never release more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain import choices
from gateway.domain.actors import Cause
from gateway.domain.learner import AbilityToShare, Learner, Standing


class Notice(StrEnum):
    """The privacy notice behind an AbilityToShare (contract 3.2, 6.3)."""

    NOT_SEEN = "not seen"
    SEEN = "seen"
    FRESH = "fresh"
    """A new one, after an opt-out."""
    LINKED = "linked"
    """None of its own: another ULN of the same person decides, or does so no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChange:
    """A change of what counts for a ULN.

    An operator has no organisation.
    """

    at: datetime
    uln: str
    held: AbilityToShare
    given: AbilityToShare
    notice: Notice
    cause: Cause


def may_release(learner: Learner, *, reader_is_learner: bool) -> bool:
    """Return whether this master's record may be released (contract 6.9).

    A learner who once opted out (AbilityToShare 2) stays so until a fresh privacy notice is seen;
    0 and 1 release. It can only be asked of the one who survives, never of a merged or deleted record.
    """
    if learner.standing is not Standing.ACTIVE:
        raise ValueError("only the surviving record says whether it may be released")
    if learner.person.ability_to_share is not AbilityToShare.OPTED_OUT:
        return True
    return reader_is_learner and choices.LEARNERS_SEE_THEMSELVES


def prevailing(own: AbilityToShare, opt_outs: Collection[str]) -> AbilityToShare:
    """Return what counts for a master with these opt-outs.

    The opt-outs are those of the learners merged into it that hold.
    """
    return AbilityToShare.OPTED_OUT if opt_outs else own


def lifts(held: AbilityToShare, given: AbilityToShare) -> bool:
    """Return whether a change lifts an opt-out."""
    return held is AbilityToShare.OPTED_OUT and given is not AbilityToShare.OPTED_OUT


def notice_of(held: AbilityToShare, given: AbilityToShare) -> Notice:
    """Return the notice on which a stated value stands."""
    if lifts(held, given):
        return Notice.FRESH
    return Notice.NOT_SEEN if given is AbilityToShare.NOTICE_NOT_SEEN else Notice.SEEN
