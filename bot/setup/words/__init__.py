"""Every word of the set-up."""
