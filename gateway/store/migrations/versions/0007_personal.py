"""What is kept for a learner beside the register"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "learner_key",
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=35), nullable=False),
        sa.Column("hash", sa.String(length=254), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_learner_key_uln")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_learner_key_organisation_id")),
        sa.PrimaryKeyConstraint("uln", "kind", name=op.f("pk_learner_key")),
    )
    op.create_table(
        "notification",
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("preference", sa.String(length=5), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("telephone", sa.String(length=35), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_notification_uln")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_notification_organisation_id")),
        sa.PrimaryKeyConstraint("uln", name=op.f("pk_notification")),
    )
    op.create_table(
        "snapshot",
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("event_ids", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reference", sa.String(length=254), nullable=False),
        sa.Column("pin_hash", sa.String(length=254), nullable=False),
        sa.Column("accessed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_snapshot_uln")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_snapshot_organisation_id")),
        sa.PrimaryKeyConstraint("guid", name=op.f("pk_snapshot")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index("ix_snapshot_uln", ["uln", "made_at"])


def downgrade() -> None:
    op.drop_table("snapshot")
    op.drop_table("notification")
    op.drop_table("learner_key")
