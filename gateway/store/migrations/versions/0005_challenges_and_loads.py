"""Data challenges"""

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


def downgrade() -> None:
    op.drop_table("challenge")
