"""A real nginx for tests: `$PORTAL_NGINX`, or what is on the path.

Without it tests that need it are skipped with the command that fetches it; where `CI`
is set its absence is a failure.
"""

from __future__ import annotations

import os

import pytest

from portal.demo.load.servers import nginx_program

HOW_TO_GET = "nginx is missing; run .ci/install-services or set PORTAL_NGINX"


@pytest.fixture(scope="session")
def nginx() -> str:
    """The program."""
    program = nginx_program()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_GET)
        pytest.skip(HOW_TO_GET)
    return program
