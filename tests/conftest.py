from __future__ import annotations

pytest_plugins = [
    "tests.services.elasticsearch",
    "tests.services.postgresql",
    "tests.integration.portal",
]
