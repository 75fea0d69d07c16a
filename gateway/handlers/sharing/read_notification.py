"""Return how a learner wants to be notified.

ListNotificationStatus; contract 2.16.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.notification import Preference
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotification:
    """The ULN of a learner."""

    uln: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationStatus(Outcome):
    """The preference, or None if there is no such learner.

    The answer does not show the learner's address or telephone number.
    """

    preference: Preference | None = None


def read_notification(request: ReadNotification, _caller: Caller, unit: Unit) -> NotificationStatus:
    """Return the latest preference of a learner.

    Preferences of learners who are merged with this one count too. Without any, it is NONE.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return NotificationStatus(code=holder.code_for(choices.NOTIFICATION_ANSWERS.unknown), touched=())
    notification = unit.notifications.of(holder.ulns)
    return NotificationStatus(
        code=choices.NOTIFICATION_ANSWERS.listed,
        touched=(holder.master.uln,),
        preference=Preference.NONE if notification is None else notification.preference,
    )
