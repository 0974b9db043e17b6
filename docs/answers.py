"""Renew the answers below the questions of README.md from the published warehouse of the sample articles.

`python -m docs.answers`, after `make run`.

Every block of SQL that a plain block follows is asked again, and the plain block becomes what `coopmetrics sql` prints.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parents[1] / "README.md"
ANSWERED: Final = re.compile(r"```sql\n(?P<query>[^`]+)```\n```\n[^`]*```")


def answered(block: re.Match[str]) -> str:
    """Give a question with its answer of today."""
    query = block["query"]
    command = [str(Path(sys.executable).with_name("coopmetrics")), "sql", query]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    lines = [line.rstrip().removeprefix("  ").removeprefix(" ") for line in printed.splitlines() if line.strip()]
    return f"```sql\n{query}```\n```\n" + "\n".join(lines) + "\n```"


if __name__ == "__main__":
    README.write_text(ANSWERED.sub(answered, README.read_text(encoding="utf-8")), encoding="utf-8")
