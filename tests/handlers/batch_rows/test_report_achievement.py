"""A planned chunk of achievements ends as row by row."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st
from sqlalchemy import select

from gateway import demo
from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind
from gateway.domain.rules import Rules
from gateway.handlers.batch_rows.do_row import do_row, plan_for, read_row
from gateway.store.database.database_session import transaction
from gateway.store.database.session import Session
from gateway.store.repositories.matching_models import NewestModel
from gateway.store.tables.events import learning_event
from gateway.store.unit import Unit, utc_now
from tests.builders import Wire

_ROW = {
    "awarded_on": "2024-07-05T00:00:00",
    "acted_on": "2024-07-08T00:00:00",
    "provider_ukprn": demo.COLLEGE.ukprn,
    "reference": "600/1234/5",
}
_LEARNERS = (
    {"uln": demo.BEA_ULN, "given_name": "Bea", "family_name": "Lee"},
    {"uln": demo.DEE_ULN, "given_name": "Dee", "family_name": "Moe"},
    {"uln": demo.MERGED_ULN, "given_name": "Dee", "family_name": "Poe"},
    {"uln": demo.EVE_ULN, "given_name": "Eve", "family_name": "Fox"},
)
_ROWS = st.builds(
    lambda learner, action, grade, identifier, provider: {
        **_ROW,
        **learner,
        "action": action,
        "grade": grade,
        "identifier": identifier,
        "provider_ukprn": provider,
    },
    st.sampled_from(_LEARNERS),
    st.sampled_from("1123456"),
    st.sampled_from(("Pass", "Merit")),
    st.sampled_from(("", "A")),
    st.sampled_from((demo.COLLEGE.ukprn, demo.COLLEGE.ukprn, demo.SUSPENDED.ukprn)),
)
_CHUNKS = st.lists(
    st.tuples(st.lists(_ROWS, min_size=1, max_size=8), st.sampled_from(("final", "provisional"))),
    min_size=1,
    max_size=3,
)
_STORED = [column for column in learning_event.c if column.name not in ("id", "loaded_at")]


class _Undo(Exception):
    pass


def outcome(wire: Wire, chunks: list[tuple[list[dict[str, str]], str]], *, planned: bool) -> list[Any]:
    """Process chunks of rows, and roll back.

    Returns the results, and what was stored before the rollback.
    """
    results: list[Any] = []
    with suppress(_Undo), transaction(wire.store.engine) as session:
        unit = Unit(session, utc_now(), NewestModel(), Rules())
        organisation = unit.organisations.named(demo.AWARDING.ukprn, "")
        assert organisation is not None
        caller = Caller(organisation=organisation, user="awarding", operation="test", call="0" * 32)
        for given_rows, submission in chunks:
            rows = [read_row(JobKind.ACHIEVEMENT, row, submission) for row in given_rows]
            if planned:
                plan = plan_for(rows, unit)
                results += [do_row(row, caller, unit.planned(plan), check_only=False) for row in rows]
                plan.write(unit.learners, unit.achievements)
            else:
                results += [do_row(row, caller, unit, check_only=False) for row in rows]
        results.append(stored(session))
        raise _Undo
    return results


def stored(session: Session) -> list[list[str]]:
    rows = session.rows(select(*_STORED).where(learning_event.c.organisation_id.is_not(None)))
    return sorted([str(value) for value in row] for row in rows)


@given(chunks=_CHUNKS)
@chosen(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chunks_end_as_their_rows_do_one_by_one(wire: Wire, chunks: list[tuple[list[dict[str, str]], str]]) -> None:
    assert outcome(wire, chunks, planned=True) == outcome(wire, chunks, planned=False)


def test_a_chunk_that_forgets_would_be_noticed(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**_ROW, **_LEARNERS[0], "action": "1"}
    chunks = [([row, row], "final")]
    right = outcome(wire, chunks, planned=False)
    monkeypatch.setattr("gateway.store.chunks.achievements.PlannedAchievements.by_reference", lambda *_: None)
    assert outcome(wire, chunks, planned=True) != right
