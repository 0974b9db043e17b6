"""The shipped weights are those that were measured, and parse a known text as they did."""

import json

from coopmetrics.language.engine import BUILTIN
from training import golden


def test_weights_and_parse_are_the_recorded_ones() -> None:
    assert golden.record() == json.loads(golden.GOLDEN.read_text(encoding="utf-8"))


def test_weights_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in BUILTIN.rglob("*")) < 35e6
