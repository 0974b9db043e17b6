"""YAML without aliases: a few lines of them can stand for more than fits any memory (a "billion laughs")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    _Loader = yaml.SafeLoader
else:
    _Loader = object


class _Unaliased(_Loader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        """Read a node; raises `YAMLError` for an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


class TextLoader(_Unaliased, yaml.BaseLoader):
    """Makes texts, lists and dicts only."""


class PlainLoader(_Unaliased, yaml.SafeLoader):
    """Makes numbers, dates and the like, too."""
