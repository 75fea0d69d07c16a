"""What can happen to an answer on its way."""

from dataclasses import dataclass, field
from enum import StrEnum


class Break(StrEnum):
    """How a connection is broken off."""

    BEFORE = "before"
    """Nothing is answered, and the connection is reset."""
    INSIDE = "inside"
    """The connection is reset in the middle of the answer."""


@dataclass(slots=True)
class SandboxAnswer:
    """An answer on its way to the client."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    seconds: float = 0.0
    """Seconds to wait before the answer.

    No thread is held meanwhile."""
    breaks: Break | None = None

    def start_response(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        """Take status and headers, as WSGI has it."""
        self.status, self.headers = status, headers

    def replace_body(self, body: bytes, content_type: str | None = None) -> None:
        """Replace the body, and the headers that describe it."""
        replaced = {"content-length"} | ({"content-type"} if content_type else set())
        self.headers = [(name, value) for name, value in self.headers if name.lower() not in replaced]
        if content_type:
            self.headers.append(("Content-Type", content_type))
        self.headers.append(("Content-Length", str(len(body))))
        self.body = body
