"""Alembic runs this to migrate; the connection comes from gateway.store.schema."""

from alembic import context

import gateway.store.challenge_tables  # (makes the metadata whole)
import gateway.store.consent_tables
import gateway.store.event_load_tables
import gateway.store.personal_tables
import gateway.store.process_tables  # noqa: F401
from gateway.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
