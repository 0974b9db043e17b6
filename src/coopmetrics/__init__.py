"""Cooperation metrics from the news."""

from time import monotonic
from typing import Final

from coopmetrics.startup import defer_command_line

#: when this process came here, before the imports that take seconds
STARTED: Final = monotonic()

defer_command_line()
