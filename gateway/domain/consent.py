"""May this learning record be released? Every read asks this.

A learner may have several ULNs, one of which is the master. Each record keeps what was said under its own ULN. For the
learner the strictest answer counts: an opt-out under one ULN closes the record under all of them, events and details
alike. A new privacy notice that is seen after the merge lifts it for as long as the ULNs are merged. If a ULN is
unmerged, what was said under it counts again, and what was said under another no longer does. So a merge never opens a
record.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain import choices
from gateway.domain.actors import Cause
from gateway.domain.learner import AbilityToShare, Learner, LearnerStatus


class Notice(StrEnum):
    """The privacy notice behind an AbilityToShare (contract 3.2, 6.3)."""

    NOT_SEEN = "not seen"
    SEEN = "seen"
    FRESH = "fresh"
    """A new one, after an opt-out."""
    LINKED = "linked"
    """No notice under this ULN.

    Another ULN of the same person decides what counts, or has ceased to.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChange:
    """A change of the AbilityToShare that counts for a ULN.

    A change by an operator has no organisation.
    """

    at: datetime
    uln: str
    held: AbilityToShare
    given: AbilityToShare
    notice: Notice
    cause: Cause


def may_release(learner: Learner, *, reader_is_learner: bool) -> bool:
    """Return whether this master's record may be released (contract 6.9).

    A learner who opted out (AbilityToShare 2) stays opted out until they see a fresh privacy notice; 0 and 1 release
    the record. Raises ValueError for a merged or deleted learner: only the master's value counts.
    """
    if learner.status is not LearnerStatus.ACTIVE:
        raise ValueError("only the surviving record says whether it may be released")
    if learner.person.ability_to_share is not AbilityToShare.OPTED_OUT:
        return True
    return reader_is_learner and choices.LEARNERS_SEE_THEMSELVES


def prevailing(own: AbilityToShare, opt_outs: Collection[str]) -> AbilityToShare:
    """Return the AbilityToShare that counts for a master.

    `opt_outs` are the opt-outs that still hold, of the learners merged into the master.
    """
    return AbilityToShare.OPTED_OUT if opt_outs else own


def lifts_opt_out(stored: AbilityToShare, given: AbilityToShare) -> bool:
    """Return whether a change lifts an opt-out."""
    return stored is AbilityToShare.OPTED_OUT and given is not AbilityToShare.OPTED_OUT


def notice_of(stored: AbilityToShare, given: AbilityToShare) -> Notice:
    """Return the notice on which a stated value stands."""
    if lifts_opt_out(stored, given):
        return Notice.FRESH
    return Notice.NOT_SEEN if given is AbilityToShare.NOTICE_NOT_SEEN else Notice.SEEN
