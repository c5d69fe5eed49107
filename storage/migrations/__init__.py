"""How a database came to look as storage/tables.py says: Alembic, one revision per change."""
