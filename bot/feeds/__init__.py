"""Calendar feeds: the roster in people's own calendars, by an address that can be taken back."""
