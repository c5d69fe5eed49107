"""Muster decides here. handlers/ hear and speak, bot/ decides, storage/ remembers.

All arrows point down this page, and into bot/ from outside (pyproject.toml holds the contracts):

__main__, cli, operating   what an operator types, and the composition root; they see everything
answer, timetable          the one door for people, the one door for the clock
catalog                    every capability on one screen: its words, buttons, forms, timetable rows
roster, claims, hours, …   a folder per capability: usecases → words → requests → rules
app, buttons, ports        what a use-case receives; ids of buttons; what we need from outside
cards, weeks, model        neutral messages, time, nouns
errors                     everything that can go wrong

Plain synchronous Python: no framework, SQL, HTTP or async. Time arrives as an argument.
"""
