"""What stops a call: refusals, named by the fact."""

from collections.abc import Sequence

from gateway.domain.codes import Code


class Refused(Exception):
    """The call is refused as a whole.

    Nothing was done. `code` says why, `detail` adds what the caller may know.
    """

    code: Code

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code.text)
        self.detail = detail


class BadRequest(Refused):
    """The request is badly formed."""

    code = Code.BAD_REQUEST


class BadFields(BadRequest):
    """Some fields are badly formed.

    `fields` holds their names as the caller knows them.
    """

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(f"Missing or badly formed: {', '.join(fields)}.")
        self.fields = tuple(fields)


class NotSupported(Refused):
    """No handler serves this operation."""

    code = Code.NOT_SUPPORTED


class UnknownOrganisation(Refused):
    """The organisation cannot be identified, or is suspended.

    It is not identified if nobody has its identifiers, or if its two identifiers name different organisations.
    """

    code = Code.ORGANISATION_UNKNOWN


class WrongPassword(Refused):
    """The organisation password is wrong."""

    code = Code.WRONG_PASSWORD


class Busy(Refused):
    """Too many secrets are being checked at once.

    The caller may try again. The refusal says nothing about the stated secret.
    """

    code = Code.UNKNOWN_FAILURE

    def __init__(self) -> None:
        super().__init__("The service is busy checking passwords. Try again.")


class TooManyMisses(Refused):
    """The organisation has asked for too many ULNs in vain.

    For a while, the gateway does not tell whether a ULN is right.
    """

    code = Code.NO_ACCESS


class NoAccess(Refused):
    """The organisation's roles do not include this operation."""

    code = Code.NO_ACCESS
