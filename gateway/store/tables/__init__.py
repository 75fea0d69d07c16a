"""The tables of a register, one module for each subject.

All modules are imported here, so that the metadata is complete.
"""

import gateway.store.tables.audit
import gateway.store.tables.batches
import gateway.store.tables.challenges
import gateway.store.tables.consent
import gateway.store.tables.duplicates
import gateway.store.tables.event_loads
import gateway.store.tables.events
import gateway.store.tables.heartbeats
import gateway.store.tables.learner_keys
import gateway.store.tables.learners
import gateway.store.tables.lifecycle
import gateway.store.tables.matching
import gateway.store.tables.notifications
import gateway.store.tables.organisations
import gateway.store.tables.recent_searches
import gateway.store.tables.snapshots
import gateway.store.tables.wrong_passwords  # noqa: F401
from gateway.store.tables.metadata import metadata

__all__ = ["metadata"]
