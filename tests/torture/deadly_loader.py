"""A load of events that kills itself with SIGKILL.

It does so between chunks, while it writes one, while it removes an older load, or while it releases.
"""

import os
import signal
from pathlib import Path
from typing import Any

from gateway.domain.event_load import EventFile
from gateway.files.events import FORMS, WatchedFile, read_rows
from gateway.handlers.event_loads.load_events import LoadResult, load_events
from gateway.store.database.engine import open_engine
from gateway.store.repositories.event_loads import EventLoads
from gateway.store.unit import Store, utc_now

AT_ONCE = 20


def load(store: Store, path: Path) -> LoadResult:
    """Load a file in the general form, in small chunks."""
    lines = WatchedFile(path)
    rows = read_rows(lines, FORMS["any"], at=utc_now())
    file = EventFile(name=path.name, digest=f"{path.stem:0>64}", source="any")
    return load_events(store, file, rows, by="jo", at_once=AT_ONCE)


def load_until_killed(url: str, file: Path, chunks: int, where: str) -> None:
    """Load until killed, after this many chunks.

    `where` is "between" two chunks, "amid" the writing of one, "undoing" or "releasing".
    """
    left = chunks
    verb = {"undoing": "undo", "releasing": "release"}.get(where, "write")
    done = getattr(EventLoads, verb)

    def do_and_die(self: EventLoads, *given: Any) -> Any:
        nonlocal left
        if left == 0 and where == "between":
            os.kill(os.getpid(), signal.SIGKILL)
        outcome = done(self, *given)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return outcome

    setattr(EventLoads, verb, do_and_die)
    load(Store(open_engine(url, connections=2)), file)
