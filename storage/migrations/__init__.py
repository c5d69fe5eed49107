"""How a database came to look as storage/tables/ says: Alembic, one revision per change."""
