from collections.abc import Iterator

import pytest

from goldseam.statements.tests.two import kinds_of_ours


@pytest.fixture(autouse=True)
def sentences() -> Iterator[None]:
    with kinds_of_ours():
        yield
