"""The home card: everything of one member on one page, and their own settings."""
