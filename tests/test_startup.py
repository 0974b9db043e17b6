"""A command starts without what it never uses, and whoever uses that finds it."""

import subprocess
import sys

import pytest

USES = """
import pickle
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert pickle.loads(pickle.dumps(spacy.info)) is spacy.info
for _ in range(2):
    from spacy.cli import download, info
    assert info(silent=True)
from spacy.cli.info import get_markdown
import spacy.cli.train
assert "info" in [command.name for command in spacy.cli.app.registered_commands]
"""


EARLY = "assert 'spacy' not in sys.modules\nfrom spacy.cli.info import get_markdown"


@pytest.mark.parametrize(
    ("imported", "code"),
    [
        ("coopmetrics.language, spacy", "assert 'spacy.cli' not in sys.modules"),
        ("coopmetrics.language, spacy", USES),
        ("coopmetrics", EARLY),
    ],
)
def test_spacys_command_line_is_imported_when_it_is_asked_for(imported: str, code: str) -> None:
    begin = f"import sys, {imported}\n"
    done = subprocess.run([sys.executable, "-c", begin + code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
