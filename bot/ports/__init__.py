"""What bot/ needs from outside, as Protocols. One file per area; the composition root fills them.

outside.py    the clock, the platforms (Messenger, Directory), the engine that runs lanes
store.py      Store and Transaction: one short transaction, scoped to one task force
lanes.py      what clock and postman ask across task forces
people.py roster.py claims.py hours.py deliveries.py …   the questions a Transaction answers
"""
