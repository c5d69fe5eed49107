"""Absence read where people keep it already: in their calendar, and beside their name."""
