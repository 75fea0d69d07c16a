"""All tables of a register: the modules that define them, and their metadata."""

import gateway.store.challenge_tables
import gateway.store.consent_tables
import gateway.store.event_load_tables
import gateway.store.heartbeat_tables
import gateway.store.personal_tables  # noqa: F401
from gateway.store.tables import metadata

__all__ = ["metadata"]
