"""Who holds what: asking, and the panel in the room."""
