"""Taking and giving back turns."""
