"""Production: refuses to start on a missing or insecure setting and names it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from portal.settings.base import *

DEBUG = False
PORTAL_DEMO = False
SECRET_KEY = env.secret("PORTAL_SECRET_KEY")
ALLOWED_HOSTS = env.names("PORTAL_ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Environment variable 'PORTAL_ALLOWED_HOSTS' contains '*'; expected the host "
        "names of this portal, e.g. zwfw.example.gov.cn."
    )
PORTAL_BASE_URL = env.text("PORTAL_BASE_URL")
if urlsplit(PORTAL_BASE_URL).scheme != "https":
    raise ImproperlyConfigured(
        f"Environment variable 'PORTAL_BASE_URL' is '{PORTAL_BASE_URL}'; expected an "
        f"https:// address, since citizens send personal data."
    )
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]
DATABASES = {"default": env.database("PORTAL_DATABASE_URL")}
PORTAL_SEARCH_URL = env.text("PORTAL_SEARCH_URL")

STORAGES["staticfiles"] = {
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
}
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("PORTAL_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
PORTAL_PROXIES = env.whole_number("PORTAL_PROXIES", 1)
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = PORTAL_PROXIES
EMAIL_HOST = env.text("PORTAL_EMAIL_HOST", "localhost")
