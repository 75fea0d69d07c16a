"""May this learning record be released? One function, asked at every read."""

from gateway.domain import choices
from gateway.domain.learner import AbilityToShare, Learner


def may_release(learner: Learner, *, reader_is_learner: bool) -> bool:
    """Tell whether the record of this surviving learner may be released (contract 6.9).

    A learner who once opted out (AbilityToShare 2) stays so until a fresh privacy notice is seen;
    0 and 1 release. Ask it of the master, never of a merged record.
    """
    if learner.person.ability_to_share is not AbilityToShare.OPTED_OUT:
        return True
    return reader_is_learner and choices.LEARNERS_SEE_THEMSELVES
