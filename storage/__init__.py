"""Muster remembers here: questions in domain words; rows in, frozen domain objects out.

Synchronous SQLAlchemy Core on SQLite or PostgreSQL. Only this package knows SQL.
"""
