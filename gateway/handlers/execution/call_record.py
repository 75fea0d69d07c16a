"""The log line of a call."""

import logging
import time
from dataclasses import dataclass, field

from gateway import logs
from gateway.domain.chance import new_reference

_log = logging.getLogger(__name__)


@dataclass
class CallRecord:
    """What is known of a call so far.

    `reference` is in every log line of the call, in a fault and in the headers of the answer. `request` is the
    contract's name of the operation and `operation` is ours. `reason` says why a message reached no handler.
    `arrived` is when its message had arrived, by the monotonic clock.
    """

    peer: str = ""
    reference: str = field(default_factory=new_reference)
    arrived: float = field(default_factory=time.monotonic)
    request: str | None = None
    operation: str | None = None
    code: str | None = None
    organisation: str | None = None
    ms: float | None = None
    reason: str | None = None
    length: int | None = None
    sha256: str | None = None
    field: str | None = None
    expected: str | None = None

    def log(self, status: str) -> None:
        """Write the log line, without what is not known.

        `status` is that of the HTTP answer, such as "200 OK".
        """
        known = {name: value for name, value in vars(self).items() if value is not None and value != ""}
        del known["arrived"]
        event = "call" if self.reason is None else "refused"
        logs.event(_log, event, level=logging.INFO, call=known.pop("reference"), **known, status=int(status[:3]))
