"""Logs: an event and ids as JSON on stderr. No texts, no names of residents.

The libraries' own messages go the same way, without what exceptions say: of an exception its kind and its places.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

LONGEST = 300
OMITTED = "…"


def places(error: BaseException) -> list[str]:
    """Where an exception came through, as places in the code."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]


class Events(logging.Handler):
    """What a library says, as an event of our log: from a warning on, and without the words of exceptions."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one event."""
        error = (record.exc_info or sys.exc_info())[1]
        told = {"error": type(error).__name__, "at": places(error)} if error else {}
        said = _said(record, error)
        structlog.get_logger().log(record.levelno, "library", logger=record.name, said=said, **told)


def _said(record: logging.LogRecord, error: BaseException | None) -> str:
    """The message's first line, short of a traceback and of all that exceptions say."""
    try:
        said = record.getMessage()
    except (TypeError, ValueError, KeyError):
        said = str(record.msg)
    given = record.args if isinstance(record.args, tuple) else ()
    spoken = [*(each for each in given if isinstance(each, BaseException)), *_chain(error)]
    for each in sorted({form for one in spoken for form in (str(one), repr(one)) if form}, key=len, reverse=True):
        said = said.replace(each, OMITTED)
    return said.partition("Traceback (most recent")[0].strip().partition("\n")[0][:LONGEST]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _error(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception given to our own log, too, the kind and the places only."""
    given = event.pop("exc_info", None)
    if given:
        error = given if isinstance(given, BaseException) else sys.exc_info()[1]
        if error:
            event.update(error=type(error).__name__, at=places(error))
    return event


def configure(level: str) -> None:
    """Set up structlog for this process, and send what libraries log the same way."""
    least = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _error,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        # stderr as it is when something is logged, not as it was at the start
        logger_factory=lambda *names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not isinstance(each, Events)] + [Events()]
    # It warns of each try of a request; what came of them all is said by the collector.
    logging.getLogger("urllib3").setLevel(max(least, logging.ERROR))
    # Below a warning libraries tell requests with their addresses and queries with their values.
    root.setLevel(max(least, logging.WARNING))
