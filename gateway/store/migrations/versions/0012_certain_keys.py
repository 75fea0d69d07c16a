"""Keys that tell names apart that are spelt differently.

A learner can also be registered beside others with the same key fields.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from gateway.domain.matching.keys import search_keys
from gateway.domain.matching.traits import traits
from gateway.domain.names import normal_name

revision = "0012"
down_revision = "0011"

_AT_ONCE = 1000
_NAMES = (
    "given_name",
    "family_name",
    "middle_name",
    "preferred_given_name",
    "previous_family_name",
    "family_name_at_16",
)
_learner = sa.table(
    "learner",
    sa.column("uln", sa.String),
    *(sa.column(name, sa.String) for name in _NAMES),
    sa.column("date_of_birth", sa.Date),
    *(sa.column(name, sa.String) for name in ("family_key", "given_key", "family_sound", "given_sound")),
    *(sa.column(name, sa.String) for name in ("former_sound1", "former_sound2", "initials")),
)


def upgrade() -> None:
    op.add_column("learner", sa.Column("key_number", sa.SmallInteger(), nullable=False, server_default="0"))
    op.drop_index("uq_learner_key", "learner")
    _compute_keys()
    _create_index(["family_key", "given_key", "date_of_birth", "postcode_key", "gender", "key_number"])


def _create_index(columns: list[str]) -> None:
    living = sa.text("standing = 'active'")
    op.create_index("uq_learner_key", "learner", columns, unique=True, sqlite_where=living, postgresql_where=living)


def _compute_keys() -> None:
    """Work out the keys of names with unusual characters.

    The keys of names with plain letters only stay as they are.
    """
    connection = op.get_bind()
    change = (
        sa.update(_learner)
        .where(_learner.c.uln == sa.bindparam("of"))
        .values({name: sa.bindparam(f"new_{name}") for name in _changed(None)})
    )
    for rows in _slices(connection):
        connection.execute(change, [{"of": row.uln} | _changed(row) for row in rows])


def _slices(connection: Any) -> Iterator[list[Any]]:
    last = ""
    while True:
        written = [_learner.c[name] for name in _NAMES]
        page = sa.select(_learner.c.uln, *written, _learner.c.date_of_birth).where(_learner.c.uln > last)
        rows = connection.execute(page.order_by(_learner.c.uln).limit(_AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].uln
        unusual = [row for row in rows if not all(_is_plain(getattr(row, name)) for name in _NAMES)]
        if unusual:
            yield unusual


def _is_plain(name: str) -> bool:
    return name.isascii() and not any(letter.isdigit() for letter in name)


def _changed(row: Any) -> dict[str, str]:
    """Return the new keys of a row, by parameter name.

    Without a row, return the columns of the keys.
    """
    columns = ("family_key", "given_key", "family_sound", "given_sound", "former_sound1", "former_sound2", "initials")
    if row is None:
        return dict.fromkeys(columns, "")
    described = {name: getattr(row, name) for name in _NAMES} | {"date_of_birth": row.date_of_birth}
    keys = search_keys(traits(**described))
    values = {
        "family_key": normal_name(row.family_name),
        "given_key": normal_name(row.given_name),
        **{name: getattr(keys, name) for name in columns[2:]},
    }
    return {f"new_{name}": value for name, value in values.items()}


def downgrade() -> None:
    op.drop_index("uq_learner_key", "learner")
    _create_index(["family_key", "given_key", "date_of_birth", "postcode_key", "gender"])
    op.drop_column("learner", "key_number")
