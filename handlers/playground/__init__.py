"""A small Slack-compatible workspace on loopback. Muster talks to it over the real wire.

server.py     Playground: everything below on 127.0.0.1; start reading here
person.py     a person as a play reads: `await anna.press("Claim")`, `anna.sees("taken")`
seen.py       what they see, as words and labels

crowd.py      the people whom nobody plays live by themselves; volunteers.py what each of them does

state.py      Workspace: who is there, what was said, what is on whose screen
objects.py    users, channels, messages, views, files: plain data; blocktree.py walks their blocks
groups.py     user groups
people.py     what people do in rooms: commands, words, coming and going
touch.py      what people do with buttons and forms; inputs.py is what can be entered

wire.py       signed requests to Muster, with Slack's patience and retries; or by socket_mode.py
events.py     what Slack tells by itself; payloads.py has the shapes
replies.py    answers in acknowledgements and to response_urls; tickets.py hands those out

api.py        Slack's Web API: tokens, scopes, faults; api_*.py the methods, methods.py the table
content.py    what a message may hold; rules*.py which blocks Slack refuses, in its words
manifest.py   what the app's manifest allows it
faults.py     what a test or the page can break on purpose

clock.py      a clock that can be moved; page/ the web page for people

Nothing here imports bot or handlers.slack: it stands for the other side of the wire.
"""
