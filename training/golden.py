"""What the shipped weights are and how they parse one text, recorded when they were made.

    python -m training.golden

writes `tests/language/golden_parse.json`; a test holds the package to it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from coopmetrics.language import load_engine
from coopmetrics.language.engine import BUILTIN

GOLDEN = Path(__file__).parents[1] / "tests" / "language" / "golden_parse.json"
TEXT = (
    "Kazakhstan and Kyrgyzstan agreed to build a joint power line, Energy Minister Aidos Serikbayev said on Tuesday.\n"
    "\n"
    "“We will start in May,” he told reporters. The U.S. ambassador welcomed it."
)


def record() -> dict[str, Any]:
    """Give the weights' hash, and words, lemmas, tags, dependencies and entities of the text."""
    doc = next(load_engine().parse([TEXT]))
    return {
        "weights_sha256": sha256(BUILTIN),
        "tokens": [[token.text, token.lemma_, token.pos_, token.tag_, token.dep_, token.head.i] for token in doc],
        "entities": [[entity.text, entity.label_] for entity in doc.ents],
    }


def sha256(folder: Path) -> str:
    """Hash the names and contents of all files of the folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(record(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
