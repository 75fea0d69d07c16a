"""The register in a database: SQLite by default, PostgreSQL in production, the same statements on both."""
