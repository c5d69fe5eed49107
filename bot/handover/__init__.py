"""Handover: before a turn ends, what is open and what to watch is asked, once, in one card."""
