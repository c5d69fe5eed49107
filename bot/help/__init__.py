"""What can be said to Muster, with an example of each."""
