"""Tells how a learner wants to hear of her record (ListNotificationStatus; contract 2.16)."""

from dataclasses import dataclass

from gateway.domain import choices, uln
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.notification import Preference
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import master_of, standing_learner
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotification:
    """Whose wish."""

    uln: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationStatus(Outcome):
    """The wish; None where there is no such learner. Where it leads is nobody's business."""

    preference: Preference | None = None


def read_notification(request: ReadNotification, _caller: Caller, unit: Unit) -> NotificationStatus:
    """Return the last wish of a learner, or of one who is merged with her; who said nothing wishes nothing."""
    if not uln.is_valid(request.uln):
        return NotificationStatus(code=Code.ULN_INVALID)
    learner = standing_learner(request.uln, unit)
    if learner is None:
        return NotificationStatus(code=choices.NOTIFICATION_CODES["unknown"])
    master = master_of(learner, unit)
    held = unit.notifications.of((master.uln, *master.linked_ulns))
    return NotificationStatus(
        code=choices.NOTIFICATION_CODES["listed"],
        touched=(master.uln,),
        preference=Preference.NONE if held is None else held.preference,
    )
