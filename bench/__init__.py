"""Muster measured beside its floors, on this machine, in one run: `make bench`.

Read the ratios. The times belong to the machine and the moment. Nothing fails for being slow.

    results     what a group of rows is, printed and written down
    scale       how much of everything: a whole run, a quick one, a test's
    stage       filled databases
    scripts     Muster's own SQL, recorded from its answers; floors replays it without Muster
    caller      signs and sends as Slack does, over HTTP
    child       starts serving/, the programs that are measured, each a process of its own

    commands crowd peers fanout cards timetable starting instructions      a group of rows each
"""
