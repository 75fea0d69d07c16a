"""Limits of what a worker process takes from callers."""

from dataclasses import dataclass

from gateway.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one worker process.

    Sizes are in bytes, times in seconds.
    """

    connections: int
    """Open connections; one more is answered 503."""
    calls: int
    """Calls in progress; one more is answered 503."""
    body_bytes: int
    """Bytes of one message."""
    header_seconds: float
    """Time from a request's first byte to the headers' end."""
    body_seconds: float
    """Time from the headers' end to the body's end."""
    idle_seconds: float = 15.0
    """Time between an answer and the next request."""
    send_seconds: float = 30.0
    """Time until the caller has taken an answer."""
    line_bytes: int = 8190
    """The request line, and each header."""
    header_bytes: int = 64 * 1024
    """All headers together."""
    header_count: int = 100
    """Headers of one request."""

    @property
    def raw_bytes(self) -> int:
        """Bytes of a body with the frames of its chunks.

        A chunk may hold as little as one byte.
        """
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
