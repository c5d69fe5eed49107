"""A roster for a week, proposed: solved, not guessed, and explained."""
