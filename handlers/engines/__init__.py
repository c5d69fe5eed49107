"""Who runs a lane, when woken: `local` in this process, `procrastinate` in one of many."""
