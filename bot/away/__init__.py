"""Being away, and being back."""
