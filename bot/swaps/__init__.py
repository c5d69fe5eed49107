"""Exchanging turns, taking one over, and acting for somebody else."""
