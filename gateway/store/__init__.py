"""The register in a database: SQLite by default, or PostgreSQL.

The statements are the same on both.
"""
