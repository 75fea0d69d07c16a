"""Servers and workers show that they live"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("kind", sa.String(6), primary_key=True),
        sa.Column("name", sa.String(254), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("heartbeat")
