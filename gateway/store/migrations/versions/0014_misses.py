"""ULNs that are asked for in vain are counted"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("organisation", sa.Column("misses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("organisation", sa.Column("misses_before", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("organisation", sa.Column("misses_since", sa.DateTime(), nullable=True))
    op.add_column("audit", sa.Column("misses", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("audit", "misses")
    for name in ("misses_since", "misses_before", "misses"):
        op.drop_column("organisation", name)
