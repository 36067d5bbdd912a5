"""One JSON line per log record. No personal data: messages are event names, and request bodies are never logged."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

_ROW_VALUES = re.compile(r"^((?:.*: )?(?:DETAIL|CONTEXT):).*$", re.MULTILINE)


def without_row_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """PostgreSQL names the values of the row that broke a rule («Key (phone)=(…)»): personal data, so cut out."""
    if "exception" in event:
        event["exception"] = _ROW_VALUES.sub(r"\1 …", event["exception"])
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]


class JsonFormatter(ProcessorFormatter):
    """Formats both structlog's records and the standard library's."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=_SHARED,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_row_values,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )


structlog.configure(
    processors=[*_SHARED, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
