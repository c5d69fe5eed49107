"""Who is in the task force: being met, asking to join, roles, and leaving."""
