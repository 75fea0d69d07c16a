"""SetNotification and ListNotificationStatus (contract 2.16, 3.2)."""

from gateway.domain.errors import BadRequest, Refused
from gateway.domain.notification import Notification, Preference
from gateway.domain.uln import compact
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.sharing.read_notification import NotificationStatus, ReadNotification
from gateway.handlers.sharing.set_notification import SetNotification
from gateway.wire.learner_service_r9.year_2017.members import read_identity
from gateway.wire.values.fields import read_text
from gateway.wire.values.message import Members, Message

_WRITTEN = {Preference.NONE: "None", Preference.SMS: "Sms", Preference.EMAIL: "Email"}


def set_notification(message: Message) -> SetNotification:
    """Read SetNotification; date of birth and gender may be missing."""
    identity = read_identity(message)
    notification = Notification(
        preference=_preference(message),
        email=read_text(message, "emailAddress").strip(),
        telephone=read_text(message, "smsPhoneNumber").strip(),
    )
    return SetNotification(identity=identity, notification=notification)


def _preference(message: Message) -> Preference:
    try:
        return Preference(read_text(message, "notificationPreference").strip().lower())
    except ValueError:
        raise BadRequest(f"notificationPreference is none of {', '.join(_WRITTEN.values())}.") from None


def read_notification(message: Message) -> ReadNotification:
    """Read ListNotificationStatus."""
    return ReadNotification(uln=compact(read_text(message, "uln")))


def was_set(_message: Message, outcome: Outcome | Refused) -> Message:
    """Write SetNotificationResult, which has only a code.

    It is the code of the outcome or of the refusal.
    """
    return {"SetNotificationResult": outcome.code}


def status(_message: Message, outcome: NotificationStatus) -> Message:
    """Write ListNotificationStatusResult."""
    result: Members = {"ResponseCode": outcome.code}
    if outcome.preference is not None:
        result["NotificationPreference"] = _WRITTEN[outcome.preference]
    return {"ListNotificationStatusResult": result}
