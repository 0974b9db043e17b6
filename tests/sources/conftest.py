import pytest

from coopmetrics.sources import Limits, read


@pytest.fixture
def read_bytes(tmp_path):
    """Write a file of bytes, or of text, and give what is read from it."""

    def write_and_read(name, content, limits=Limits(1_000_000, 100_000_000)):  # noqa: B008 - it is never changed
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(path, tmp_path, limits))

    return write_and_read
