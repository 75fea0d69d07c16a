"""What a worker takes from callers at most."""

from dataclasses import dataclass

from gateway.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one worker process; sizes in bytes, times in seconds."""

    connections: int
    """Open connections; one more is answered 503."""
    calls: int
    """Calls in hand; one more is answered 503."""
    body_bytes: int
    """Bytes of one message."""
    header_seconds: float
    """From the first byte of a request to the end of its headers."""
    body_seconds: float
    """From the end of the headers to the end of the body."""
    idle_seconds: float = 15.0
    """Between the answer and the next request of a connection."""
    send_seconds: float = 30.0
    """Until the caller has taken an answer."""
    line_bytes: int = 8190
    """The request line, and each header."""
    header_bytes: int = 64 * 1024
    """All headers together."""
    header_count: int = 100
    """Headers of one request."""

    @property
    def raw_bytes(self) -> int:
        """Bytes of a body with the frames of its chunks: a chunk may hold as little as one byte."""
        return 8 * self.body_bytes + self.header_bytes

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Return the limits that the settings name."""
        return cls(
            connections=settings.connections,
            calls=settings.calls_in_hand,
            body_bytes=settings.body_limit,
            header_seconds=settings.header_seconds,
            body_seconds=settings.body_seconds,
        )
