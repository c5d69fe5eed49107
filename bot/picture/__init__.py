"""A week of the roster as a picture: people or duties beside the days."""
