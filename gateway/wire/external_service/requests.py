"""Read messages of ExternalService (contract 2.15)."""

from collections.abc import Mapping

from gateway.domain.batch import JobKind
from gateway.domain.text import BLANKS
from gateway.domain.uln import compact
from gateway.handlers.batches.read_batch import ReadBatch
from gateway.handlers.batches.submit_achievements import SubmitAchievements
from gateway.wire.external_service.members import FIELDS
from gateway.wire.values.fields import read_number, read_text
from gateway.wire.values.message import Message


def submit(message: Message) -> SubmitAchievements:
    """Read SubmitAchievementBatchJob."""
    achievements = message.get("achievements", {}).get("Achievement", ())
    return SubmitAchievements(
        rows=tuple(_row(achievement) for achievement in achievements),
        submission=read_text(message, "submissionType"),
        email=read_text(message, "emailAddress").strip(BLANKS),
    )


def _row(achievement: Message) -> Mapping[str, str]:
    row = {FIELDS[member]: value.strip(BLANKS) for member, value in achievement.items()}
    row["uln"] = compact(row.get("uln", ""))
    return {field: value for field, value in row.items() if value}


def read(message: Message) -> ReadBatch:
    """Read GetAchievementBatchJob."""
    return ReadBatch(kind=JobKind.ACHIEVEMENT, number=read_number(message, "jobId"))
