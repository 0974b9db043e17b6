"""Cooperation metrics from the news."""

from time import monotonic
from typing import Final

#: when this process came here, before the imports that take seconds
STARTED: Final = monotonic()
