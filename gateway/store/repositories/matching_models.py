"""Models that matching has learnt from the register.

Each has a version. They stand in the database, so that all processes share them.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from gateway import logs
from gateway.domain.learner import LearnerStatus
from gateway.domain.matching import PRIOR, Model, Traits, UnreadableModel
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import Insertion, Query, parameter
from gateway.store.repositories.traits_rows import COMPARED, ComparedRow, compared
from gateway.store.tables.learners import learner
from gateway.store.tables.matching import matching_model

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_POLLS = 30.0
_AT_ONCE = 5000

_INSERT = Insertion(matching_model)


class _VersionRow:
    version: int | None


class _MadeAtRow:
    made_at: datetime | None


class _ParametersRow:
    parameters: str


_SELECT_LAST_VERSION = Query(select(func.max(matching_model.c.version).label("version")), _VersionRow)
_SELECT_LAST_MADE_AT = Query(select(func.max(matching_model.c.made_at).label("made_at")), _MadeAtRow)
_SELECT_PARAMETERS = Query(
    select(matching_model.c.parameters).where(matching_model.c.version == parameter("version_")), _ParametersRow
)
_SELECT_LIVING = Query(
    select(learner.c.uln, *COMPARED)
    .where(learner.c.uln > parameter("after"), learner.c.status == LearnerStatus.ACTIVE.value)
    .order_by(learner.c.uln)
    .limit(parameter("most")),
    ComparedRow,
)


class MatchingModels:
    """The matching models, within one transaction."""

    def __init__(self, session: Session, at: datetime, newest: "NewestModel") -> None:
        self._session = session
        self._at = at
        self._newest = newest

    @property
    def current(self) -> Model:
        """Return the newest model, at most half a minute old.

        Return the model of the package if none has been learnt.
        """
        return self._newest.as_of(self._session)

    def version(self) -> int:
        """Return the version of the newest model, or 0.

        0 means that no model has been learnt.
        """
        return only_row(self._session, _SELECT_LAST_VERSION).version or 0

    def made_at(self) -> datetime | None:
        """Return when the newest model was made, or None."""
        return only_row(self._session, _SELECT_LAST_MADE_AT).made_at

    def add(self, model: Model) -> None:
        """Write a model, which all processes use from now on.

        Raises Clash if the version is taken.
        """
        row = {
            "version": model.version,
            "made_at": self._at,
            "learners": int(model.register_size),
            "parameters": model.as_json(),
        }
        self._session.insert(_INSERT, [row])
        self._newest.forget()

    def living(self) -> Iterator[tuple[str, Traits]]:
        """Return the traits of every active learner, by ULN."""
        after = ""
        while people := self.living_after(after, _AT_ONCE):
            yield from people
            after = people[-1][0]

    def living_after(self, after: str, most: int) -> list[tuple[str, Traits]]:
        """Return at most `most` active learners after this ULN."""
        return [(row.uln, compared(row)) for row in self._session.rows(_SELECT_LIVING, {"after": after, "most": most})]


class NewestModel:
    """The newest model, remembered by a process.

    It is safe for threads.
    """

    def __init__(self) -> None:
        self._model = PRIOR
        self._version = 0
        self._looked_at = -_SECONDS_BETWEEN_POLLS

    def forget(self) -> None:
        """Read the version again when the model is next needed."""
        self._looked_at = -_SECONDS_BETWEEN_POLLS

    def as_of(self, session: Session) -> Model:
        """Return the newest model.

        It looks at the database at most every 30 seconds.
        """
        if time.monotonic() - self._looked_at > _SECONDS_BETWEEN_POLLS:
            version = only_row(session, _SELECT_LAST_VERSION).version or 0
            if version != self._version:
                self._model, self._version = self._read(version, session), version
            self._looked_at = time.monotonic()
        return self._model

    def _read(self, version: int, session: Session) -> Model:
        try:
            return Model.from_json(only_row(session, _SELECT_PARAMETERS, {"version_": version}).parameters)
        except UnreadableModel:  # written by another release: use the package's model until the next refresh
            logs.event(_log, "matching model unreadable", version=version, level=logging.WARNING)
            return PRIOR
