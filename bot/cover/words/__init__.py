"""Every word about cover."""
