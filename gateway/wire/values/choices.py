"""Words and numbers of the wire that the contract leaves open, and what we chose; each names contract section 9."""

from collections.abc import Mapping

from gateway.domain.achievements import Submission
from gateway.domain.batch import JobStatus
from gateway.domain.challenge import ChallengeStatus
from gateway.domain.learner import LearnerStatus

TIER_LEVEL = 0
"""6: the tier level of every learner; its meaning is not published."""

LEARNER_STATUS: Mapping[LearnerStatus, int] = {
    LearnerStatus.ACTIVE: 1,
    LearnerStatus.MERGED: 2,
    LearnerStatus.DELETED: 0,
}
"""6: the number that the wire carries for a learner's status."""

JOB_STATUS: Mapping[JobStatus, str] = {
    JobStatus.SUBMITTED: "Submitted",
    JobStatus.RUNNING: "In Progress",
    JobStatus.FINISHED: "Complete",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Failed",
}
"""2: the text of JobStatus."""

CHALLENGE_STATES: Mapping[ChallengeStatus, str] = {
    ChallengeStatus.OPEN: "Open",
    ChallengeStatus.UPHELD: "Upheld",
    ChallengeStatus.REJECTED: "Rejected",
}
"""3.2 (no published values): the Status of a data challenge; one that is deleted is not listed."""

SUBMISSION_TYPES: Mapping[Submission, str] = {Submission.PROVISIONAL: "Provisional", Submission.FINAL: "Final"}
"""16: what Type says of a submission."""

ERROR_FILE_NAME = "AchievementErrors_{number}.csv"
"""2.15 (silent): Filename, a name for AchievementBatchErrorFile, which carries the file itself."""
