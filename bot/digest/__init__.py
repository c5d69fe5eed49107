"""The week in one card, for everybody."""
