"""A command starts without what it never uses, and whoever uses that finds it."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "asked",
    [
        "assert 'spacy.cli' not in sys.modules",
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__",
        "from spacy.cli import download, info; assert info(silent=True)",
        "from spacy.cli.info import get_markdown; assert callable(get_markdown)",
        "import spacy.cli.train",
    ],
)
def test_spacys_command_line_is_imported_when_it_is_asked_for(asked: str) -> None:
    code = f"import sys; import coopmetrics.language; import spacy; {asked}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
