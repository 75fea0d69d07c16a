"""What matching learns, and learners who may be one person"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "matching_model",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("learners", sa.BigInteger(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_matching_model")),
    )
    op.create_table(
        "duplicate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("other_uln", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("advice", sa.String(length=11), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=254), nullable=True),
        sa.Column("reason", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(["other_uln"], ["learner.uln"], name=op.f("fk_duplicate_other_uln")),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_duplicate_uln")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate")),
    )
    with op.batch_alter_table("duplicate", schema=None) as batch_op:
        batch_op.create_index("ix_duplicate_status", ["status", "score"], unique=False)
        batch_op.create_index("uq_duplicate_pair", ["uln", "other_uln"], unique=True)
    op.create_table(
        "recent_find",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_recent_find_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "digest", name=op.f("pk_recent_find")),
    )
    with op.batch_alter_table("recent_find", schema=None) as batch_op:
        batch_op.create_index("ix_recent_find_at", ["organisation_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("recent_find", schema=None) as batch_op:
        batch_op.drop_index("ix_recent_find_at")

    op.drop_table("recent_find")
    with op.batch_alter_table("duplicate", schema=None) as batch_op:
        batch_op.drop_index("uq_duplicate_pair")
        batch_op.drop_index("ix_duplicate_status")

    op.drop_table("duplicate")
    op.drop_table("matching_model")
