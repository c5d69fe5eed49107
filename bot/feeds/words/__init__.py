"""What people read in their calendars, and about them."""
