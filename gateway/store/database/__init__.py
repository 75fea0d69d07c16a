"""The database: engine, transactions, statements, locks, schema, failures."""
