"""Reads the calendars and statuses in which members' absence stands.

readers    whose turn it is, and what came of it
fetching   a document from an address that a person gave, and from nowhere else
parsing    the absences in it, by a process that may be killed (child)
"""
