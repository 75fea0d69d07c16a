"""Tells how a learner wants to hear of the record (ListNotificationStatus; contract 2.16)."""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.notification import Preference
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotification:
    """Whose wish."""

    uln: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationStatus(Outcome):
    """The wish; None where there is no such learner.

    Where it leads is nobody's business.
    """

    preference: Preference | None = None


def read_notification(request: ReadNotification, _caller: Caller, unit: Unit) -> NotificationStatus:
    """Return the last wish of a learner and of all merged with that learner; without any, none."""
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return NotificationStatus(code=holder.code_for(choices.NOTIFICATION_ANSWERS.unknown), touched=())
    held = unit.notifications.of(holder.ulns)
    return NotificationStatus(
        code=choices.NOTIFICATION_ANSWERS.listed,
        touched=(holder.master.uln,),
        preference=Preference.NONE if held is None else held.preference,
    )
