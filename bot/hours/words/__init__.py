"""Every word about hours offered and hours done."""
