"""Wrong passwords are counted"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "wrong_password",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("peer", sa.String(length=64), nullable=False),
        sa.Column("minute", sa.DateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_wrong_password_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "peer", "minute", name=op.f("pk_wrong_password")),
    )
    op.create_index("ix_wrong_password_minute", "wrong_password", ["minute"])


def downgrade() -> None:
    op.drop_table("wrong_password")
