"""The service's log: a line for each request and each error, which bear the request's id."""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar
from typing import Any

import orjson

ACCESS = "dateline.access"

# The id of the request that is being answered, also in the threads that work for it; "" outside of one.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    """One JSON object a line. What a record has under `fields` stands beside the others."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": REQUEST_ID.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(entry, default=str).decode()


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        # Escaped, so that what a request says can begin no line of its own.
        message = record.getMessage().encode("unicode_escape").decode()
        line = f"{_time(record)} {record.levelname.lower()} {message} {REQUEST_ID.get()}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _time(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03}Z"


def config(log_format: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`. `log_format`: as in `Settings.log`; all goes to stderr."""
    formatter = "api.logs.JsonFormatter" if log_format == "json" else "api.logs.TextFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {ACCESS: {"level": "WARNING" if log_format == "off" else "INFO"}},
    }
