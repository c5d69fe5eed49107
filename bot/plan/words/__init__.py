"""Every word about a proposed roster."""
