"""The programs that are measured: `python -m bench.serving NAME OPTIONS`, OPTIONS as JSON.

Each says `{"port": …}` once it is up, then answers the orders it reads: `usage`, and its own.
It ends when it is told nothing any more.

    muster   one process of Muster, as `python -m bot serve` or `work`
    bolt     a bare Bolt app: its commands' SQL by Core, in one hop to a thread
    raw      no Bolt and no SQLAlchemy: a signature checked by hand, the SQL by the driver
    slack    a workspace that takes what it is told, and counts
    loop     the bare Slack client, posting in a loop
"""
