"""Where the task force lives: another platform invited, joined, left, lost and found again."""
