"""The lines that a server logs, as text for people or as one JSON object a line for programs.

Input: records of the loggers kb.access and kb.api. Output: standard error.
Never: logs a query, a body or a token.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final

from kb.errors import InputError

FORMATS: Final = ("text", "json")
LOGGERS: Final = ("kb.access", "kb.api")


class LogFormatError(InputError):
    """There is no such form of log lines."""

    code = "bad-log-format"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"The setting log_format cannot be {given!r}.", hint=f"Choose one of {', '.join(FORMATS)}.")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the facts of a request where it is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_standard_error(form: str = "text") -> None:
    """Have the server's loggers write to standard error, in the form "text" or "json".

    Raises:
        LogFormatError: *form* is neither.
    """
    if form not in FORMATS:
        raise LogFormatError(form)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.StreamHandler(sys.stderr))
            logger.setLevel(logging.INFO)
            logger.propagate = False
        for handler in logger.handlers:
            handler.setFormatter(JsonLines() if form == "json" else plain)
