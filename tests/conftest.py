from __future__ import annotations

import os

from hypothesis import settings

# A red build has to mean a change for the worse, not a new example: fresh examples are
# looked for on developers' machines, the same ones again on the build machine.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

pytest_plugins = [
    "tests.services.elasticsearch",
    "tests.services.nginx",
    "tests.services.postgresql",
    "tests.integration.portal",
]
