"""Wrong keys of learners are counted for each organisation"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "learner_key_miss",
        sa.Column("uln", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=35), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["uln"], ["learner.uln"], name=op.f("fk_learner_key_miss_uln")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_learner_key_miss_organisation_id")
        ),
        sa.PrimaryKeyConstraint("uln", "kind", "organisation_id", name=op.f("pk_learner_key_miss")),
    )
    # Who was wrong was not kept; a key that rests because of all together is asked again.
    with op.batch_alter_table("learner_key", schema=None) as batch_op:
        batch_op.drop_column("missed_at")
        batch_op.drop_column("misses")


def downgrade() -> None:
    with op.batch_alter_table("learner_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("misses", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("missed_at", sa.DateTime(), nullable=True))
    op.drop_table("learner_key_miss")
