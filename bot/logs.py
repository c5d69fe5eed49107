"""Logging, set up once: sentences for people, `action=` and ids for machines, no message text."""

from __future__ import annotations

import logging
import sys

import structlog

QUIET = ("httpx", "apscheduler", "slack_bolt", "slack_sdk", "asyncio", "uvicorn.error", "alembic")


def set_up_logs(level: str, form: str) -> None:
    """`level`: debug, info, warning or error. `form`: console or json. All of it to stderr."""
    chosen = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(chosen),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=chosen, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    for name in QUIET:  # their info is about themselves
        logging.getLogger(name).setLevel(max(chosen, logging.WARNING))
