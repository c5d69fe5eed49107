"""Every word about handing over."""
