"""Every word about calendars and statuses in which absence is read."""
