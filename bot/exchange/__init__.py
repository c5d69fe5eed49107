"""People, accounts and duties in and out as CSV: first said what would happen, then whole or not."""
