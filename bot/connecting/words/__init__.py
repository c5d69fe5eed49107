"""Every word about where the task force lives: being nowhere yet, codes, and the list of places."""
