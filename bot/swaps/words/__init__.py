"""Every word about exchanges."""
