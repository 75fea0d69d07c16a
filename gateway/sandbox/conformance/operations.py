"""Operations that situations are about, by the contract's names."""

from typing import Final

from gateway.sandbox.scenarios.outcomes.batches import POLLING, SUBMITTING

SEARCH: Final = "learnerByDemographics"
REGISTER: Final = "registerSingleLearner"
VERIFY: Final = "verifyLearner"
FIND_BY_ULN: Final = ("learnerByULN", "LearnerByUln")
UPDATE: Final = ("updateSingleLearner", "UpdateLearner", "UpdateLearnerSubsetFields")
READ_RECORD: Final = ("GetLearnerLearningEvents", "GetLearnerRecord", "getLearnerRecord", "GetMyLearningEvents")
SUBMIT: Final = tuple(SUBMITTING.values())
POLL: Final = tuple(POLLING.values())
