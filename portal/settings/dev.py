"""The default profile: embedded parts, demo data, one machine.

It makes a secret of its own in the data folder, so that no secret is in the code.
"""

from __future__ import annotations

import secrets

from portal.settings import env
from portal.settings.base import *

DEBUG = False
PORTAL_DEMO = True
PORTAL_WEBHOOK_PLAIN_HTTP = True
ALLOWED_HOSTS = env.names("PORTAL_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")


def _own_secret() -> str:
    path = PORTAL_DATA_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _own_secret()
DATABASES = {
    "default": env.database(
        "PORTAL_DATABASE_URL", f"sqlite:///{PORTAL_DATA_DIR / 'portal.sqlite3'}"
    )
}
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = PORTAL_DATA_DIR / "mail"
