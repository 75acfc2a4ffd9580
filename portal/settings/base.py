"""Settings shared by every profile; profiles only fill in what differs."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.settings import env

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
FIXTURES_DIR = PROJECT_DIR / "fixtures"
THEMES_DIR = PROJECT_DIR / "themes"

# Everything the program writes is under this one folder.
PORTAL_DATA_DIR = env.folder("PORTAL_DATA_DIR", PROJECT_DIR / "var")
RELEASES_DIR = PORTAL_DATA_DIR / "releases"
SEARCH_DIR = PORTAL_DATA_DIR / "search"
BLOBS_DIR = PORTAL_DATA_DIR / "blobs"

PORTAL_SEARCH_URL = env.text("PORTAL_SEARCH_URL", "embedded:")
# How many of the latest answers a process keeps until something is published; 0 for none.
SEARCH_KEPT = env.whole_number("PORTAL_SEARCH_KEPT", 1024)
# Whether search takes the words of staff and counts what is searched for.
SEARCH_LEARNS = True
# For how many seconds a page may go by the name of the site, the pins and the offices that
# the page before was told.
PORTAL_FRESH_SECONDS = 2.0
# How often one address may ask, pages and read API together. Whole offices and schools
# have one address; nobody types so fast.
SEARCH_RATES = {"search": "600/10s", "suggest": "600/10s", "feedback": "20/m"}
PORTAL_BASE_URL = env.text("PORTAL_BASE_URL", "http://localhost:8000")
# After a publication the worker fetches the page from there, as a reader would.
PORTAL_VERIFY_PAGES = env.flag("PORTAL_VERIFY_PAGES", default=True)
PORTAL_VERIFY_URL = env.text("PORTAL_VERIFY_URL", PORTAL_BASE_URL)
# Hosts of one's own network that may be told of publications; others there may not.
PORTAL_WEBHOOK_PRIVATE_HOSTS = env.names("PORTAL_WEBHOOK_PRIVATE_HOSTS", "")
PORTAL_WEBHOOK_PLAIN_HTTP = False
# Who is told what to drop from a cache before the site: an address that takes a POST, or
# the dotted name of a function.
PORTAL_PURGE_URL = env.text("PORTAL_PURGE_URL", "")
PORTAL_PURGE_CALL = env.text("PORTAL_PURGE_CALL", "")
PORTAL_DEMO = False
PORTAL_THEME = env.text("PORTAL_THEME", "default")
# Under which licence the open data may be used.
PORTAL_DATA_LICENCE = env.web_address(
    "PORTAL_DATA_LICENCE", "https://creativecommons.org/licenses/by/4.0/"
)
# Whom to tell of a weakness, and until when that is true: /.well-known/security.txt.
PORTAL_SECURITY_CONTACT = env.contacts("PORTAL_SECURITY_CONTACT")
PORTAL_SECURITY_EXPIRES = env.moment("PORTAL_SECURITY_EXPIRES")

INSTALLED_APPS = [
    "portal.demo",
    "portal.handling",
    "portal.sheets",
    "portal.applications",
    "portal.cases",
    "portal.finding",
    "portal.feedback",
    "portal.editing.exchange",
    "portal.editing.writing",
    "portal.editing.change_sets",
    "portal.editing",
    "portal.publishing",
    "portal.webhooks",
    "portal.accounts",
    "portal.audit",
    "portal.outbox",
    "portal.workdays",
    "portal.theming",
    "content",
    "search",
    "ninja",
    "wagtail.api.v3",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.publishing.compressing.CompressingMiddleware",
    "portal.publishing.variant_answers.VariantMiddleware",
    "portal.publishing.serving.ReleaseMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.finding.api_answers.ReadApiMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.theming.security.ContentSecurityPolicyMiddleware",
    "content.lint.middleware.RefusedPublicationMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "NAME": "themes",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            THEMES_DIR / name / "templates"
            for name in dict.fromkeys((PORTAL_THEME, "default"))
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "portal.theming.environment.environment",
            "context_processors": ["portal.publishing.context.site"],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapter.PortalAccountAdapter"
ACCOUNT_USERNAME_MIN_LENGTH = 4
# Shared computers are common at counters: a session ends with the browser.
ACCOUNT_SESSION_REMEMBER = False
# Attempts / time / per whom; five wrong passwords lock a user name for five minutes.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/5m/key",
    "track": "20/m/ip,60/h/ip",
    "report_error": "5/m/ip,30/h/ip",
}
# How many proxies stand before the portal: so many entries of X-Forwarded-For are true.
PORTAL_PROXIES = env.whole_number("PORTAL_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = PORTAL_PROXIES

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
# What Wagtail's own Chinese catalogue lacks.
LOCALE_PATHS = [PROJECT_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_DATA_DIR / "static"
STATICFILES_DIRS = [
    ("theme", folder)
    for name in dict.fromkeys((PORTAL_THEME, "default"))
    if (folder := THEMES_DIR / name / "static").is_dir()
]
MEDIA_URL = "/media/"
MEDIA_ROOT = PORTAL_DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WAGTAIL_SITE_NAME = "云溪区政务服务"
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
# Who forgot a password shows who she is, as the page for signing in says.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
# Times of the editors' desk are to the second and of one zone, whoever sets them.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M:%S"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # A line for each request or each of Wagtail's small tasks is too much.
    "loggers": {
        "elastic_transport": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
