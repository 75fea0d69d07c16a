"""Old names of operators' actions are read as today's."""

from sqlalchemy import text

from gateway import demo
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Decision
from gateway.domain.audit_trail import TrailQuery
from gateway.handlers.execution.operator import operate
from gateway.handlers.matching.decide_duplicate import reject_duplicate
from gateway.handlers.matching.find_duplicates import find_duplicates
from gateway.handlers.sharing.state_opt_out import opt_out
from gateway.handlers.subject_access.export_learner import export_learner
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.migrations import downgrade

JO = Decision(by="jo", reason="Twins")
WRITTEN = {"opt-out": "WSRC0006", "reject duplicate": "WSRC0006", "cancel-batch": "WSRC0010", "settle-row": "RC001"}


def trail(store: Store) -> dict[str, str]:
    with store.reading() as unit:
        return {row.operation: row.code for row in unit.audit_search.page(TrailQuery(), before=None, size=100)}


def test_what_operators_did_before_is_readable_when_a_filled_register_is_migrated(database_url: str) -> None:
    engine = open_engine(database_url)
    store = Store(engine)
    with store.unit() as unit:
        operate(OperatorAction.OPT_OUT, opt_out, demo.ANN_ULN, JO, unit)
    with engine.begin() as connection:
        downgrade(connection, "0015")
        first = connection.execute(text("SELECT call, at FROM audit")).one()
        assert connection.execute(text("SELECT operation, code FROM audit")).all() == [("opt-out", "WSRC0006")]
        for operation, code in WRITTEN.items():
            row = {"call": "b" * 32, "at": first.at, "operation": operation, "code": code, "uln": demo.ANN_ULN}
            columns = "call, at, user_name, operation, code, uln"
            connection.execute(
                text(f"INSERT INTO audit ({columns}) VALUES (:call, :at, 'jo', :operation, :code, :uln)"),
                row,
            )
    schema.upgrade(engine)
    assert trail(store) == {"opt-out": "", "reject-duplicate": "", "cancel-batch": "", "settle-row": "RC001"}
    with store.reading() as unit:
        calls = next(one for one in export_learner(demo.ANN_ULN, "jo", unit).sections if one.name == "audit_trail")
    assert {one["operation"]: one["result"] for one in calls.entries} == {
        "opt-out": "The record is no longer shared",
        "reject-duplicate": "Two ULNs were found to be two people",
        "cancel-batch": "A batch was cancelled",
        "settle-row": "A new ULN is issued",
    }
    with engine.begin() as connection:
        downgrade(connection, "0015")
        assert dict(connection.execute(text("SELECT operation, code FROM audit")).all()) == WRITTEN
    schema.upgrade(engine)
    engine.dispose()


def test_an_action_is_audited_with_its_reason_and_without_an_answer(store: Store) -> None:
    find_duplicates(store)
    with store.unit() as unit:
        number = unit.duplicates.open_after(0)[0].number
        operate(OperatorAction.REJECT_DUPLICATE, reject_duplicate, number, JO, unit)
    with store.reading() as unit:
        rows = unit.audit_search.page(TrailQuery(operation="reject-duplicate"), before=None, size=10)
    assert {(row.code, row.reason, row.caller) for row in rows} == {("", "Twins", "(operator)")}
    assert len(rows) == 2
