"""Numbers of jobs that tell nothing of others' jobs"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_JOB = sa.table("batch_job", sa.column("id"), sa.column("number"))


def upgrade() -> None:
    # A job keeps the number that its caller was told.
    op.add_column("batch_job", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.execute(_JOB.update().values(number=_JOB.c.id))
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("batch_job", "number", server_default=None)
    op.create_index("uq_batch_job_number", "batch_job", ["number"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_batch_job_number", "batch_job")
    op.drop_column("batch_job", "number")
