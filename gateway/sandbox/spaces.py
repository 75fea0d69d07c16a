"""All spaces of a sandbox."""

import fcntl
import random
import re
import shutil
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from gateway.handlers.execution import passwords
from gateway.sandbox.clock import SpaceClock
from gateway.sandbox.credentials import MOST_SPACES, identifiers_in, organisations_of
from gateway.sandbox.population.populate import populate
from gateway.sandbox.scenarios import cast
from gateway.sandbox.space import Space
from gateway.settings import Settings
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store

DEFAULT = "default"
"""Name of the space with the demonstration's credentials."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SECONDS_UNUSED = 6 * 3600.0
_SECONDS_BETWEEN_CHECKS = 60.0


class BadSpace(Exception):
    """A space cannot be had so. The message says why."""


class FolderInUse(Exception):
    """Another sandbox uses the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """What a sandbox begins with.

    `seed` makes ULNs, job numbers and made-up learners the same each time. `clock` is where all clocks stand at first;
    without it they run. A space but the default one is removed after `unused_seconds` without a call.
    """

    folder: Path
    seed: int | None = None
    learners: int = 0
    clock: datetime | None = None
    unused_seconds: float = _SECONDS_UNUSED
    reset: bool = False
    """Whether a register that the folder holds already is dropped."""


def _locked(folder: Path) -> IO[bytes]:
    """Return a file that no other sandbox holds.

    Raises FolderInUse.
    """
    file = (folder / ".lock").open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise FolderInUse(f"another sandbox uses the folder {folder}") from error
    return file


class Spaces:
    """The spaces. Threads may share them."""

    def __init__(self, options: SandboxOptions, settings: Settings) -> None:
        """Make the register that all spaces begin with.

        The default space is there from the start.
        """
        passwords.set_cost(rounds=1, memory_kib=8)  # nothing here is a secret, and the first call is to be fast
        self._options = options
        self._settings = settings
        self._lock = threading.Lock()
        self._by_name: dict[str, Space] = {}
        self._by_identifier: dict[str, Space] = {}
        self._numbers: dict[str, int] = {}
        self._checked_at = time.monotonic()
        options.folder.mkdir(parents=True, exist_ok=True)
        self._lock_file = _locked(options.folder)
        self._drop_earlier_spaces()
        self._template = options.folder / "template.db"
        self._template.unlink(missing_ok=True)
        engine = open_engine(f"sqlite:///{self._template}")
        schema.upgrade(engine)
        cast.load(Store(engine))
        if options.learners:
            today = SpaceClock(options.clock)().date()
            populate(Store(engine), options.learners, seed=options.seed or 0, today=today)
        engine.dispose()
        self.default = self._add(DEFAULT, 0)

    def new(self, name: str = "") -> Space:
        """Return a new space.

        Without a name it gets one that is free. Raises BadSpace.
        """
        with self._lock:
            taken = set(self._numbers.values())
            number = next((one for one in range(1, MOST_SPACES + 1) if one not in taken), None)
            if number is None:
                raise BadSpace(f"there are {MOST_SPACES} spaces already; delete one")
            name = name or f"space-{number}"
            if not _NAME.fullmatch(name):
                raise BadSpace("the name of a space has at most 40 small letters, digits and hyphens")
            if name in self._by_name:
                raise BadSpace(f"there is a space {name} already")
            return self._add(name, number)

    def named(self, name: str) -> Space:
        """Return a space. Raises BadSpace if there is none."""
        space = self._by_name.get(name)
        if space is None:
            raise BadSpace(f"there is no space {name!r}")
        return space

    def all(self) -> list[Space]:
        """Return all spaces, the default one first."""
        return list(self._by_name.values())

    def called_by(self, body: bytes) -> Space:
        """Return the space that a message's credentials belong to.

        It is the default one for credentials of nobody.
        """
        if len(self._by_name) > 1:
            for identifier in identifiers_in(body):
                space = self._by_identifier.get(identifier)
                if space is not None:
                    return space
        return self.default

    def delete(self, name: str) -> None:
        """Delete a space and all in it. Raises BadSpace."""
        if name == DEFAULT:
            raise BadSpace("the default space cannot be deleted; reset it")
        with self._lock:
            space = self.named(name)
            del self._by_name[name], self._numbers[name]
            for identifier in space.identifiers:
                self._by_identifier.pop(identifier, None)
        space.close()
        shutil.rmtree(self._folder_of(name), ignore_errors=True)

    def delete_unused(self) -> list[str]:
        """Delete the spaces that were not called for long.

        Return their names.
        """
        oldest = time.monotonic() - self._options.unused_seconds
        gone = [space.name for space in self.all() if space.name != DEFAULT and space.used < oldest]
        for name in gone:
            self.delete(name)
        return gone

    def do_jobs(self) -> int:
        """Process the batches of all spaces that wait."""
        return sum(space.do_jobs() for space in self.all())

    def end_waits(self) -> None:
        """End all waits for exchanges, jobs and e-mails."""
        for space in self.all():
            space.end_waits()

    def close(self) -> None:
        """Close all registers, and leave the default space's file."""
        for space in self.all():
            space.gateway.close()
        self._lock_file.close()

    def _drop_earlier_spaces(self) -> None:
        """Remove what an earlier sandbox left in the folder.

        The register of the default space stays, unless the options say otherwise.
        """
        for folder in (self._options.folder / "spaces").glob("*"):
            if folder.name != DEFAULT or self._options.reset:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                shutil.rmtree(folder / "checkpoints", ignore_errors=True)

    def look_after(self) -> None:
        """Process batches that wait, and delete unused spaces."""
        self.do_jobs()
        if time.monotonic() - self._checked_at >= _SECONDS_BETWEEN_CHECKS:
            self._checked_at = time.monotonic()
            self.delete_unused()

    def _folder_of(self, name: str) -> Path:
        return self._options.folder / "spaces" / name

    def _add(self, name: str, number: int) -> Space:
        seed = self._options.seed
        chance = random.SystemRandom() if seed is None else random.Random(f"{seed} {name}")  # noqa: S311
        space = Space(
            name,
            organisations_of(number, chance),
            self._folder_of(name),
            self._template,
            self._settings,
            SpaceClock(self._options.clock),
            seed=None if seed is None else seed + number,
        )
        self._by_name[name] = space
        self._numbers[name] = number
        for identifier in space.identifiers:
            self._by_identifier[identifier] = space
        return space
