"""User groups and topics that follow the roster, where the chair wants it."""
