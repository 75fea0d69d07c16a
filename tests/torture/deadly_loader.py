"""A load of events that kills itself with SIGKILL: after so many slices, amid the writing of one, in an undoing or in the release.

Run as `python -m tests.torture.deadly_loader URL FILE SLICES_BEFORE between|amid|undoing|releasing`.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from gateway.domain.event_load import EventFile
from gateway.event_file import FORMS, WatchedFile, read_rows
from gateway.handlers.load_events import Loaded, load_events
from gateway.store.engine import open_engine
from gateway.store.event_loads import EventLoads
from gateway.store.unit import Store, utc_now

AT_ONCE = 20


def load(store: Store, path: Path) -> Loaded:
    """Load a file in the general form, in small slices."""
    lines = WatchedFile(path)
    rows = read_rows(lines, FORMS["any"], at=utc_now())
    file = EventFile(name=path.name, digest=f"{path.stem:0>64}", source="any")
    return load_events(store, file, rows, by="jo", at_once=AT_ONCE)


def main(url: str, file: str, slices: str, where: str) -> None:
    """Load until killed."""
    left = int(slices)
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
    load(Store(open_engine(url, connections=2)), Path(file))


if __name__ == "__main__":
    main(*sys.argv[1:])
