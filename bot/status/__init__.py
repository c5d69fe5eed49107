"""How things stand, for the chair: holes first, each line with the button that mends it."""
