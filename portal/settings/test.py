"""Settings for the test suite: quick hashing, a folder of its own, no outside calls."""

from __future__ import annotations

import tempfile
from pathlib import Path

from portal.settings import env
from portal.settings.base import *

SECRET_KEY = "only-for-tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PORTAL_DEMO = True
PORTAL_WEBHOOK_PLAIN_HTTP = True
PORTAL_WEBHOOK_PRIVATE_HOSTS = []
PORTAL_DATA_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
RELEASES_DIR = PORTAL_DATA_DIR / "releases"
SEARCH_DIR = PORTAL_DATA_DIR / "search"
BLOBS_DIR = PORTAL_DATA_DIR / "blobs"
STATIC_ROOT = PORTAL_DATA_DIR / "static"
MEDIA_ROOT = PORTAL_DATA_DIR / "media"
PORTAL_SEARCH_URL = "embedded:"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = {"default": env.database("PORTAL_TEST_DATABASE_URL", "sqlite:///:memory:")}
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"].pop("OPTIONS", None)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests that fetch pages start a server of their own.
PORTAL_VERIFY_PAGES = False
# Tests that want it switch it on; others search without a database.
SEARCH_LEARNS = False
PORTAL_FRESH_SECONDS = 0.0
