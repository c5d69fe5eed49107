"""Every word about who carries what, and about the limits."""
