"""Words and numbers that the contract leaves open.

What we chose stands here. Each docstring names the section of the contract notes.
"""

from collections.abc import Mapping

from gateway.domain.achievements import Submission
from gateway.domain.batch import JobStatus
from gateway.domain.challenge import ChallengeStatus
from gateway.domain.learner import LearnerStatus

TIER_LEVEL = 0
"""Section 9, number 6: the tier level of every learner.

Its meaning is not published.
"""

LEARNER_STATUS: Mapping[LearnerStatus, int] = {
    LearnerStatus.ACTIVE: 1,
    LearnerStatus.MERGED: 2,
    LearnerStatus.DELETED: 0,
}
"""Section 9, number 6: the number of a learner's status."""

JOB_STATUS: Mapping[JobStatus, str] = {
    JobStatus.SUBMITTED: "Submitted",
    JobStatus.RUNNING: "In Progress",
    JobStatus.FINISHED: "Complete",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Failed",
}
"""Section 9, number 2: the text of JobStatus."""

CHALLENGE_STATES: Mapping[ChallengeStatus, str] = {
    ChallengeStatus.OPEN: "Open",
    ChallengeStatus.UPHELD: "Upheld",
    ChallengeStatus.REJECTED: "Rejected",
}
"""Section 3.2, without published values: a data challenge's Status.

A challenge that is withdrawn is not listed.
"""

SUBMISSION_TYPES: Mapping[Submission, str] = {Submission.PROVISIONAL: "Provisional", Submission.FINAL: "Final"}
"""Section 9, number 16: the Type of a submission."""

ERROR_FILE_NAME = "AchievementErrors_{number}.csv"
"""Section 2.15, which does not say: AchievementBatchErrorFile's Filename.

AchievementBatchErrorFile contains the file itself.
"""
