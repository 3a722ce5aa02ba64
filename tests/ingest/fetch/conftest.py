from collections.abc import Iterator

import pytest
from badserver import Place, running


@pytest.fixture
def place() -> Iterator[Place]:
    """A server that behaves as each test tells it to."""
    with running() as found:
        yield found
