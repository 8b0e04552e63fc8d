"""A file that appears whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write(name: str, data: bytes) -> None:
    """See ``written``."""
    with written(name, data):
        pass


@contextmanager
def written(name: str, data: bytes) -> Iterator[None]:
    """Write beside the file, and move into place once the block is done. What stood there before stays until then, and
    for good where the block fails.

    The file can be read by the person who runs this alone: it may hold clinical data.

    Raises:
        OSError: it cannot be written. Nothing is left behind.
    """
    try:
        # A link stays a link: what it leads to is written.
        path = Path(name).resolve()
    except (RuntimeError, ValueError) as error:  # links in a circle, a NUL
        raise OSError(str(error)) from error
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".summary-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
