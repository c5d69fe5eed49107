"""Every word of the home card and of the settings."""
