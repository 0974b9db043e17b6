import pytest

from coopmetrics.settings import Settings


@pytest.fixture
def settings(tmp_path):
    """Settings for an empty raw folder, three articles or files a batch."""
    (tmp_path / "raw").mkdir()
    return Settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse", batch_articles=3)


@pytest.fixture
def add(settings):
    """Add a file to the raw folder."""

    def write(name, content):
        path = settings.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    return write
