"""Every word about claiming and releasing."""
