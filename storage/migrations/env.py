"""Alembic's entry: run by storage.migrate on a connection that has begun already."""

from __future__ import annotations

from alembic import context

from storage.migrations import queue
from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    include_name=queue.is_ours,
    target_metadata=metadata,  # revisions name their constraints by its convention
    transactional_ddl=True,  # SQLite too, as storage.engine begins its transactions itself
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
