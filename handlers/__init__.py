"""Muster hears and speaks here: translate and forward, decide nothing.

Everything that can wake Muster is a handler: Slack, the playground, the clock. Only here is async.
One hop to a worker thread takes each request to bot.answer or bot.timetable and brings a card back.
"""
