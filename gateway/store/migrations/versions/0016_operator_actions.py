"""Operators' actions have uniform names, and no contract code."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_AUDIT = sa.table("audit", sa.column("operation"), sa.column("code"))
_RENAMED = {
    "reject duplicate": "reject-duplicate",
    "resolve challenge": "resolve-challenge",
    "load events": "load-events",
    "withdraw events": "withdraw-events",
}
_UPDATED = (
    "merge",
    "unmerge",
    "delete",
    "restore",
    "opt-out",
    "lift-opt-out",
    "add-organisation",
    "suspend-organisation",
    "resume-organisation",
    "change-password",
    "change-roles",
    "change-users",
    *_RENAMED.values(),
)
_SETTLED = "settle-row"  # keeps the code of the row that it had


def upgrade() -> None:
    for before, after in _RENAMED.items():
        op.execute(_AUDIT.update().where(_AUDIT.c.operation == before).values(operation=after))
    op.execute(_AUDIT.update().where(_AUDIT.c.operation.in_([*_UPDATED, "cancel-batch"])).values(code=""))


def downgrade() -> None:
    _give_code("WSRC0010", "cancel-batch")
    _give_code("WSRC0006", *_UPDATED)
    _give_code("RC002", _SETTLED)
    for before, after in _RENAMED.items():
        op.execute(_AUDIT.update().where(_AUDIT.c.operation == after).values(operation=before))


def _give_code(code: str, *operations: str) -> None:
    """Set a code where there is none."""
    chosen = sa.and_(_AUDIT.c.operation.in_(operations), _AUDIT.c.code == "")
    op.execute(_AUDIT.update().where(chosen).values(code=code))
