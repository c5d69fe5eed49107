"""Runs lanes in whichever worker process is free, over the PostgreSQL that Muster remembers in.

waking    a job for each lane, written in our own transaction
working   procrastinate's worker, kept alive and its queue kept clean
engine    bot.ports.engine.Engine, of the two
"""
