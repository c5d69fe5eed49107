"""Before a turn: what is coming up, and the one button “I can't”."""
