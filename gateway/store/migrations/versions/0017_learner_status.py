"""A learner has a status, as the contract calls it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_HISTORY = sa.table("learner_history", sa.column("before"))
_INDEXES = {
    "ix_{}_change_at": ["at", "id"],
    "ix_{}_change_uln": ["uln"],
    "ix_{}_change_master_uln": ["master_uln"],
}
_CONSTRAINTS = ("pk_{}_change", "fk_{}_change_uln", "fk_{}_change_master_uln")


def upgrade() -> None:
    _rename("standing", "status")


def downgrade() -> None:
    _rename("status", "standing")


def _rename(old: str, new: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    # The condition of the index uq_learner_key follows by itself, on both databases.
    op.execute(f"ALTER TABLE learner RENAME COLUMN {old} TO {new}")
    for name in _INDEXES:
        op.drop_index(name.format(old), f"{old}_change")
    op.rename_table(f"{old}_change", f"{new}_change")
    for name, columns in _INDEXES.items():
        op.create_index(name.format(new), f"{new}_change", columns)
    if is_postgresql:  # SQLite keeps the old names where nobody reads them
        op.execute(f"ALTER SEQUENCE {old}_change_id_seq RENAME TO {new}_change_id_seq")
        for name in _CONSTRAINTS:
            op.execute(f"ALTER TABLE {new}_change RENAME CONSTRAINT {name.format(old)} TO {name.format(new)}")
    _rename_in_history(old, new, is_postgresql=is_postgresql)


def _rename_in_history(old: str, new: str, *, is_postgresql: bool) -> None:
    """Rename the member in what records were before.

    Only the name of a member stands in quotes before a colon: within a text, JSON escapes the quotes.
    """
    written = sa.cast(_HISTORY.c.before, sa.Text())
    renamed = sa.func.replace(written, f'"{old}":', f'"{new}":')
    change = _HISTORY.update().where(written.contains(f'"{old}":'))
    op.execute(change.values(before=sa.cast(renamed, sa.JSON()) if is_postgresql else renamed))
