"""Achievements that awarding organisations report"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("batch_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submission", sa.String(length=11), nullable=True))
    with op.batch_alter_table("learning_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("identifier", sa.String(length=128), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_learning_event_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )
        batch_op.create_index(
            "uq_learning_event_achievement",
            ["organisation_id", "uln", "subject_code", "identifier"],
            unique=True,
        )


def downgrade() -> None:
    with op.batch_alter_table("learning_event", schema=None) as batch_op:
        batch_op.drop_index("uq_learning_event_achievement")
        batch_op.drop_constraint(op.f("fk_learning_event_organisation_id"), type_="foreignkey")
        batch_op.drop_column("version")
        batch_op.drop_column("reason")
        batch_op.drop_column("withdrawn_on")
        batch_op.drop_column("identifier")
        batch_op.drop_column("organisation_id")
    with op.batch_alter_table("batch_job", schema=None) as batch_op:
        batch_op.drop_column("submission")
