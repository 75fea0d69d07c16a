"""Set how a learner wants to be notified.

SetNotification; contract 2.16.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.notification import Notification, Preference
from gateway.domain.text import is_email, is_telephone
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_details import identify_by_details
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNotification:
    """A learner, and the new preference."""

    identity: StatedIdentity
    notification: Notification


def set_notification(request: SetNotification, caller: Caller, unit: Unit) -> Outcome:
    """Replace the preference, if the details agree.

    The register stores only the address that the preference needs.
    """
    holder = identify_by_details(request.identity, unit)
    if isinstance(holder, NotIdentified):
        return Outcome(code=holder.code, touched=holder.touched)
    touched = (holder.master.uln,)
    wish = request.notification
    match wish.preference:
        case Preference.NONE:
            notification = Notification(preference=wish.preference)
        case Preference.EMAIL:
            if not wish.email:
                return Outcome(code=Code.INSUFFICIENT_DATA, touched=touched)
            if not is_email(wish.email):
                return Outcome(code=Code.EMAIL_INVALID, touched=touched)
            notification = Notification(preference=wish.preference, email=wish.email)
        case Preference.SMS:
            if not wish.telephone:
                return Outcome(code=Code.INSUFFICIENT_DATA, touched=touched)
            if not is_telephone(wish.telephone):
                return Outcome(code=Code.BAD_REQUEST, touched=touched)
            notification = Notification(preference=wish.preference, telephone=wish.telephone)
    unit.notifications.set(holder.learner.uln, notification, caller)
    return Outcome(code=choices.NOTIFICATION_ANSWERS.set, touched=touched)
