"""Hours offered for a week, and hours done."""
