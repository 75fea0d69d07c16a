"""The rights that the gateway needs on its PostgreSQL tables."""

from sqlalchemy import Connection, text

from gateway.store.tables import metadata

_CHANGED = frozenset(
    {
        "batch_digest",
        "batch_job",
        "batch_row",
        "challenge",
        "duplicate",
        "event_load",
        "heartbeat",
        "learner",
        "learner_key",
        "learner_key_miss",
        "learning_event",
        "notification",
        "organisation",
        "recent_find",
        "snapshot",
        "wrong_password",
    }
)
_REMOVED = frozenset(
    {
        "duplicate",
        "event_again",
        "heartbeat",
        "learner_key",
        "learner_key_miss",
        "learning_event",
        "organisation_user",
        "recent_find",
        "snapshot",
        "wrong_password",
    }
)
_MISSING = text(
    "SELECT needed.name, needed.held FROM unnest(CAST(:names AS text[]), CAST(:rights AS text[])) AS needed(name, held)"
    " WHERE NOT has_table_privilege(to_regclass(needed.name), needed.held)"
    " UNION ALL SELECT sequence.relname, 'USAGE' FROM pg_depend AS owned"
    " JOIN pg_class AS sequence ON sequence.oid = owned.objid AND sequence.relkind = 'S'"
    " WHERE owned.deptype = 'a'"
    " AND owned.refobjid IN (SELECT to_regclass(name) FROM unnest(CAST(:names AS text[])) AS name)"
    " AND CASE sequence.relkind WHEN 'S' THEN NOT has_sequence_privilege(sequence.oid, 'USAGE') ELSE false END LIMIT 1"
)


def needed() -> list[tuple[str, str]]:
    """Return every right that the gateway needs, with its table.

    What is kept for ever is neither changed nor removed.
    """
    rights = [(name, right) for name in sorted(metadata.tables) for right in ("SELECT", "INSERT")]
    rights += [(name, "UPDATE") for name in sorted(_CHANGED)]
    rights += [(name, "DELETE") for name in sorted(_REMOVED)]
    return [*rights, ("alembic_version", "SELECT")]


def missing_right(connection: Connection) -> tuple[str, str] | None:
    """Return a missing right, with its table or sequence.

    Return None if the user of the connection has all of them.
    """
    names, rights = zip(*needed(), strict=True)
    row = connection.execute(_MISSING, {"names": list(names), "rights": list(rights)}).first()
    return None if row is None else (row[0], row[1])
