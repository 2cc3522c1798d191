"""What strangers may write into the log: little, on one line, and nothing of what they typed."""

from __future__ import annotations

import logging
import re

from opentribe.kit import limits
from opentribe.kit.errors import TooMany

log = logging.getLogger(__name__)
COMPLAINTS = "20/minute"
LONGEST = 500
# Reflex logs whole events and argument values when they do not fit; a stale page could send a password that way.
PAYLOAD = re.compile(r"(payload=|router_data=|Event data: |with value )(.*)", re.DOTALL)
TALKATIVE = (
    "reflex_base.event.processor.event_processor",
    "reflex_base.event.processor.base_state_processor",
    "reflex.app",
)


def browser_complaint(exception: Exception) -> None:
    """An error that a page reports: cut to a line, and no more than a few a minute."""
    try:
        limits.spend(COMPLAINTS, "browser-complaint")
    except TooMany:
        return
    log.warning("a page reports: %s", " ".join(str(exception).split())[:LONGEST])


def hide_payloads() -> None:
    """Keep what people sent out of the framework's own messages."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        if not any(isinstance(each, _WithoutPayload) for each in logger.filters):
            logger.addFilter(_WithoutPayload())


class _WithoutPayload(logging.Filter):
    """Cuts messages where the payload begins."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        cut = PAYLOAD.sub(r"\1…", said)[:LONGEST]
        if cut != said:
            record.msg, record.args = cut, ()
        return True
