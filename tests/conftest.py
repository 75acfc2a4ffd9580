from __future__ import annotations

pytest_plugins = ["tests.services.elasticsearch", "tests.integration.portal"]
