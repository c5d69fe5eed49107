"""The queue that many processes share, as of procrastinate 3.10."""

from __future__ import annotations

from alembic import op

from storage.migrations import queue

revision = "0004_queue"
down_revision = "0003_messages"
# The newest script then; a test says when procrastinate ships a newer one, which takes a revision.
SCRIPT = "03.04.00_50_post_add_retry_failed_job_procedure"


def upgrade() -> None:
    queue.bring_up(op.get_bind())


def downgrade() -> None:
    queue.drop(op.get_bind())
