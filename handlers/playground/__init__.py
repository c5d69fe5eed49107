"""A small Slack-compatible workspace on loopback. Muster talks to it over the real wire.

objects.py    users, channels, messages, views: plain data
state.py      Workspace: all of it together, tells subscribers what changed; start reading here
rules*.py     which blocks Slack would refuse, and with which words
wire.py       signed requests to Muster, by HTTP or Socket Mode, with Slack's retries
people.py     what a person does: types a command, presses, submits
person.py     the same as a play reads it: `await anna.press("Claim")`, `anna.sees()`
api*.py       Slack's Web API as Muster sees it
faults.py     what a test or the page can break on purpose
server.py     Playground: all of these on 127.0.0.1

Nothing here imports handlers.slack or bot: it stands for the other side of the wire.
"""
