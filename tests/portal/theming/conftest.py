from __future__ import annotations

import pytest

from portal.theming.rendering import render
from tests.theme_samples import sources


@pytest.fixture(scope="session")
def rendered() -> dict[str, str]:
    """Every page kind by its short name, rendered once."""
    return {name: render(source) for name, source in sources.page_kinds().items()}
