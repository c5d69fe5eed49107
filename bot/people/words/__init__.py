"""Every word about people: arriving, being listed and changed, leaving, and the chair."""
