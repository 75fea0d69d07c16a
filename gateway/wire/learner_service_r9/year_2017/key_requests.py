"""Read requests with a learner's key (contract 2.16)."""

from gateway.domain.errors import BadRequest
from gateway.domain.uln import compact
from gateway.handlers.identification.by_key import StatedKey
from gateway.handlers.identification.secret import Secret
from gateway.handlers.learners.find_by_key import FindByKey
from gateway.handlers.learners.store_learner_key import StoreKey
from gateway.wire.learner_service_r9.requests import read_identity
from gateway.wire.values.fields import read_text
from gateway.wire.values.message import Message

_LONGEST_KIND = 35


def store_key(message: Message) -> StoreKey:
    """Read StoreLearnerKey; date of birth and gender may be blank."""
    return StoreKey(identity=read_identity(message), kind=_kind(message), key=_key(message, "keyValue"))


def remove_key(message: Message) -> StatedKey:
    """Read RemoveLearnerKey."""
    return read_stated_key(message)


def find_by_key(message: Message) -> FindByKey:
    """Read FindLearnerByUlnKey."""
    return FindByKey(stated_key=read_stated_key(message), full=read_text(message, "findType") != "CHK")


def read_own_record(message: Message) -> StatedKey:
    """Read GetMyLearningEvents.

    Its member for the key has another name.
    """
    return read_stated_key(message, "key")


def read_stated_key(message: Message, member: str = "keyValue") -> StatedKey:
    """Read a ULN, and the key that proves it.

    Raises BadRequest.
    """
    return StatedKey(uln=compact(read_text(message, "uln")), kind=_kind(message), key=_key(message, member))


def _kind(message: Message) -> str:
    """Return the type of a key.

    The contract publishes no types. Two types are the same if they differ only in case and surrounding white space.
    """
    kind = read_text(message, "keyType").strip().upper()
    if not 0 < len(kind) <= _LONGEST_KIND:
        raise BadRequest(f"keyType is needed, of at most {_LONGEST_KIND} characters.")
    return kind


def _key(message: Message, member: str) -> Secret:
    value = read_text(message, member)
    if not value:
        raise BadRequest(f"{member} is needed.")
    return Secret(value)
