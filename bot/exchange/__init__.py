"""People, accounts and duties in and out as CSV: what would happen is said first."""
