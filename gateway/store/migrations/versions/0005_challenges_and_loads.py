"""Data challenges, and loads of learning events"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "challenge",
        sa.Column("reference", sa.String(length=11), nullable=False),
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=254), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=254), nullable=False),
        sa.Column("information", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=254), nullable=False),
        sa.Column("telephone", sa.String(length=254), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=254), nullable=False),
        sa.Column("original", sa.JSON(), nullable=False),
        sa.Column("other_event_id", sa.Integer(), nullable=True),
        sa.Column("other_source", sa.String(length=254), nullable=False),
        sa.Column("supplied", sa.JSON(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("resolved_by", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_challenge_uln")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_challenge_organisation_id")),
        sa.ForeignKeyConstraint(["event_id"], ["learning_event.id"], name=op.f("fk_challenge_event_id")),
        sa.ForeignKeyConstraint(["other_event_id"], ["learning_event.id"], name=op.f("fk_challenge_other_event_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_challenge")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index("ix_challenge_uln", ["uln", "raised_at"])
        batch_op.create_index("ix_challenge_state", ["state", "raised_at"])
        batch_op.create_index("ix_challenge_event", ["event_id", "state"])
        batch_op.create_index("ix_challenge_other_event", ["other_event_id", "state"])
    op.create_table(
        "event_load",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("file_name", sa.String(length=254), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("return_number", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("after_event", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_load")),
    )
    op.create_table(
        "event_again",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["event_load.id"], name=op.f("fk_event_again_load_id")),
        sa.ForeignKeyConstraint(["event_id"], ["learning_event.id"], name=op.f("fk_event_again_event_id")),
        sa.PrimaryKeyConstraint("load_id", "event_id", name=op.f("pk_event_again")),
    )
    with op.batch_alter_table("event_again", schema=None) as batch_op:
        batch_op.create_index("ix_event_again_event", ["event_id", "load_id"])
    with op.batch_alter_table("learning_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("load_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("line", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("identity", sa.BigInteger(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_learning_event_load_id"), "event_load", ["load_id"], ["id"])
        batch_op.create_index("uq_learning_event_identity", ["uln", "identity"], unique=True)
        batch_op.drop_index("ix_learning_event_uln")
        batch_op.drop_index("uq_learning_event_achievement")
        batch_op.create_index(
            "uq_learning_event_achievement",
            ["organisation_id", "uln", "subject_code", "identifier"],
            unique=True,
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
        )


def _withdraw_what_is_not_released() -> None:
    """Withdraw the events that no released load brought.

    Without the tables of loads, records would show them.
    """
    event = sa.table("learning_event", *map(sa.column, ("id", "load_id", "withdrawn_on")))
    again = sa.table("event_again", sa.column("load_id"), sa.column("event_id"))
    load = sa.table("event_load", sa.column("id"), sa.column("state"))
    released = sa.select(load.c.id).where(load.c.state == "released").scalar_subquery()
    op.execute(
        event.update()
        .where(
            event.c.load_id.not_in(released),
            event.c.id.not_in(sa.select(again.c.event_id).where(again.c.load_id.in_(released))),
        )
        .values(withdrawn_on=sa.literal(datetime.now(UTC).date(), sa.Date()))
    )


def downgrade() -> None:
    _withdraw_what_is_not_released()
    op.drop_table("challenge")
    op.drop_table("event_again")
    with op.batch_alter_table("learning_event", schema=None) as batch_op:
        batch_op.drop_index("uq_learning_event_achievement")
        batch_op.create_index(
            "uq_learning_event_achievement", ["organisation_id", "uln", "subject_code", "identifier"], unique=True
        )
        batch_op.create_index("ix_learning_event_uln", ["uln", "id"])
        batch_op.drop_index("uq_learning_event_identity")
        batch_op.drop_constraint(op.f("fk_learning_event_load_id"), type_="foreignkey")
        batch_op.drop_column("identity")
        batch_op.drop_column("line")
        batch_op.drop_column("load_id")
    op.drop_table("event_load")
