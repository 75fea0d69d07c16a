"""Find a person on the register, and learners registered twice.

`decide` answers a find, `propose` looks for learners registered twice. Both compare field by field in levels (`levels`,
`comparison`). They weigh what agrees against chance and against family (`scoring`), with what is known of the register
(`model`, learnt by `learning`), and explain themselves. `keys` has the keys by which a store finds candidates.
"""

from gateway.domain.matching.certainty import Doubt, doubts, is_certain
from gateway.domain.matching.decision import (
    Candidate,
    ExactMatch,
    LinkedMatch,
    Match,
    NoMatch,
    PossibleMatches,
    TooManyMatches,
    decide,
)
from gateway.domain.matching.keys import SearchKeys, probes, search_keys
from gateway.domain.matching.known_names import (
    family_names,
    given_names,
    has_both_names,
    has_current_names,
    has_either_name,
)
from gateway.domain.matching.learning import confirmed, learn
from gateway.domain.matching.model import Model, UnreadableModel
from gateway.domain.matching.prior import PRIOR
from gateway.domain.matching.proposals import Advice, Proposal, propose
from gateway.domain.matching.scoring import Evidence, Explanation, Odds, explain, posterior, score
from gateway.domain.matching.traits import Traits, traits_of

__all__ = [
    "PRIOR",
    "Advice",
    "Candidate",
    "Doubt",
    "Evidence",
    "ExactMatch",
    "Explanation",
    "LinkedMatch",
    "Match",
    "Model",
    "NoMatch",
    "Odds",
    "PossibleMatches",
    "Proposal",
    "SearchKeys",
    "TooManyMatches",
    "Traits",
    "UnreadableModel",
    "confirmed",
    "decide",
    "doubts",
    "explain",
    "family_names",
    "given_names",
    "has_both_names",
    "has_current_names",
    "has_either_name",
    "is_certain",
    "learn",
    "posterior",
    "probes",
    "propose",
    "score",
    "search_keys",
    "traits_of",
]
