"""Messages that say what they are about."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def about(subject: str) -> Iterator[None]:
    """Put the subject before the message of a ValueError."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{subject}: {error}") from None
