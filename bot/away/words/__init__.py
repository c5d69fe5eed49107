"""Every word about absence. The reason is never shown to anybody but the member."""
