"""Logging, set up once: sentences for people, `action=` and ids for machines, no message text."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator

import structlog
from structlog.typing import ExcInfo, Processor

MESSAGE_MOST = 200  # characters of an exception's own words
# What an exception quotes may be what somebody wrote, or a part of a token.
_QUOTED = re.compile(r"""["'«“].*["'»”]""")


def set_up_logs(level: str, form: str) -> None:
    """`level`: debug, info, warning or error. `form`: console or json. All of it to stderr."""
    chosen = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(tell_exception),
    ]
    last: Processor = structlog.processors.JSONRenderer()
    if form != "json":
        # the default formatter would show what is in every variable
        last = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(chosen),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    formatter: logging.Formatter = _Formatter("%(levelname)s %(name)s %(message)s")
    if form == "json":  # every line is one object, whoever wrote it
        formatter = structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        )
    _quieten_libraries(max(chosen, logging.WARNING), formatter)


def _quieten_libraries(level: int, formatter: logging.Formatter) -> None:
    """What libraries tell below a warning is about themselves, or what went over the wire."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler])


class _Formatter(logging.Formatter):
    def formatException(self, ei: ExcInfo) -> str:  # type: ignore[override]  # noqa: N802
        return tell_exception(ei)


def tell_exception(exc_info: ExcInfo) -> str:
    """Where it happened, and what in a few words: no variables, nothing that is quoted."""
    return "\n".join(_told(exc_info[1])).rstrip()


def _told(error: BaseException) -> Iterator[str]:
    """The cause first, as Python shows it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "which led to:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__qualname__}: {_bare(error)}".rstrip(": ")
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield "one of which is:"
            yield from _told(part)


def _bare(error: BaseException) -> str:
    """The first line of its message (databases add the row below), without what it quotes."""
    first = str(error).strip().partition("\n")[0]
    return _QUOTED.sub("…", first)[:MESSAGE_MOST]
