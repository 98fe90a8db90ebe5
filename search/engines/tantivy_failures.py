"""What tantivy raises, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.base import EngineError

FAILURES = (ValueError, OSError, RuntimeError, KeyError)  # what tantivy raises, for whatever reason


@contextmanager
def speaking() -> Iterator[None]:
    """Turn what tantivy raises into an EngineError."""
    try:
        yield
    except FAILURES as error:
        raise EngineError(f"索引不可用：{error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust raises when a file is not what it should be
            raise
        raise EngineError(f"索引已损坏：{error}") from error
