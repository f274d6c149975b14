"""Django settings, read from the environment; `driehoek.installation` fills it in for the commands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from driehoek.installation.places import load_secrets, var_folder
from driehoek.installation.tiles import tile_hosts

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent
VAR = var_folder()
DEMO: bool = env.bool("DRIEHOEK_DEMO", default=False)
DEBUG: bool = env.bool("DRIEHOEK_DEBUG", default=False)
SECRET_KEY: str = env.str("DRIEHOEK_SECRET_KEY", default="") or load_secrets(VAR).django_key
SUBJECT_KEY: str = env.str("DRIEHOEK_SUBJECT_KEY", default="") or load_secrets(VAR).subject_key
ALLOWED_HOSTS: list[str] = env.list("DRIEHOEK_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("DRIEHOEK_TRUSTED_ORIGINS", default=[])
# Behind TLS (every real installation) cookies are Secure and carry the __Host- prefix.
TLS: bool = env.bool("DRIEHOEK_TLS", default=False)
# The address that mail leads to, such as https://driehoek.example.nl; the first trusted origin or host when empty.
ADDRESS: str = env.str("DRIEHOEK_ADDRESS", default="")
# Where browsers find the live stream: empty means the same host on LIVE_PORT, else an address or path.
LIVE_URL: str = env.str("DRIEHOEK_LIVE_URL", default="")
LIVE_PORT: int = env.int("DRIEHOEK_LIVE_PORT", default=8001)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "rest_framework",
    "drf_spectacular",
    "driehoek.web",
    "driehoek.jobs",
    "driehoek.parties",
    "driehoek.ledger",
    "driehoek.access",
    "driehoek.areas",
    "driehoek.exports",
    "driehoek.deadlines",
    "driehoek.problems",
    "driehoek.grounds",
    "driehoek.figures",
    "driehoek.analysis",
    "driehoek.moments",
    "driehoek.meetings",
    "driehoek.position",
    "driehoek.guide",
    "driehoek.standard",
    "driehoek.oversight",
    "driehoek.reports",
    "driehoek.exchange",
    "driehoek.cases",
    "driehoek.subjects",
    "driehoek.documents",
    "driehoek.signals",
    "driehoek.matching",
    "driehoek.approach",
    "driehoek.measures",
    "driehoek.barriers",
    "driehoek.course",
    "driehoek.effects",
    "driehoek.theme_templates",
    "driehoek.publications",
    "driehoek.scans",
    "driehoek.plans",
    "driehoek.council",
    "driehoek.briefings",
    "driehoek.brief",
    "driehoek.api",
]

if DEMO:
    # Outside demo mode nothing of it exists: no address, no template, no one-tap sign-in.
    INSTALLED_APPS.append("driehoek.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "driehoek.api.rest.middleware.ApiMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "driehoek.web.middleware.ResponseHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "driehoek.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "driehoek.access.middleware.IdentityMiddleware",
]

if DEMO:
    MIDDLEWARE.append("driehoek.demo.middleware.FiguresInBannerMiddleware")

ROOT_URLCONF = "driehoek.urls"
WSGI_APPLICATION = "driehoek.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours come first: here stand the pages of libraries in our own dress.
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "driehoek.web.context.page",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# With row-level security a statement costs more to plan than to run. What is asked a fourth time on a connection
# is planned once for all: the policies and the indexes decide the plan, not the values.
PLANS = {"prepare_threshold": 3, "options": "-c plan_cache_mode=force_generic_plan"}


def _database(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, Any] = {known[key]: value for key, value in parts.items() if key in known}
    options = {key: value for key, value in parts.items() if key not in known}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "server_side_binding": True, **PLANS, **options},
        "DISABLE_SERVER_SIDE_CURSORS": True,
        **settings,
    }


# A pooler between the application and PostgreSQL (docs/operations.md).
POOLED = env.bool("DRIEHOEK_POOLED", default=False)

# The owner's address is only in the environment of commands that need it, never in that of the servers.
DATABASES: dict[str, dict[str, Any]] = {
    "default": _database(env.str("DRIEHOEK_APP_URL", default="postgresql:///driehoek"))
}
if owner_url := env.str("DRIEHOEK_OWNER_URL", default=""):
    DATABASES["owner"] = _database(owner_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "charts": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache" / "charts"),
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "brief:today"
ACCOUNT_ADAPTER = "driehoek.parties.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Driehoek"
# A phone whose clock is half a minute off still opens the door.
MFA_TOTP_TOLERANCE = 1
# Browsers accept passkeys without TLS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-sessie" if TLS else "sessie"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "driehoek.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
# Nothing leaves the site; "no-referrer" would also blank the Origin of our own forms, which CSRF protection needs.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The pictures under a map, such as https://tiles.example.nl/{z}/{x}/{y}.png; empty means outlines on a plain ground.
MAP_TILES: str = env.str("DRIEHOEK_MAP_TILES", default="")
MAP_ATTRIBUTION: str = env.str("DRIEHOEK_MAP_ATTRIBUTION", default="")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *tile_hosts(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "taal"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
APPEND_SLASH = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    },
    "staticfiles": {
        "BACKEND": env.str(
            "DRIEHOEK_STATIC_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The largest figures file that a person may upload, and that the command line takes.
IMPORT_MAX_UPLOAD_BYTES: int = env.int("DRIEHOEK_IMPORT_MAX_UPLOAD_BYTES", default=50_000_000)
IMPORT_MAX_FILE_BYTES: int = env.int("DRIEHOEK_IMPORT_MAX_FILE_BYTES", default=1_000_000_000)
# The largest document of a case, and the malware scanner before it: `tcp://host:port` or `unix:/path` of clamd.
DOCUMENT_MAX_BYTES: int = env.int("DRIEHOEK_DOCUMENT_MAX_BYTES", default=20_000_000)
CLAMD: str = env.str("DRIEHOEK_CLAMD", default="")

# How many calls of the API one key may make in a minute, and whom its users turn to.
API_CALLS_PER_MINUTE: int = env.int("DRIEHOEK_API_CALLS_PER_MINUTE", default=120)
REST_FRAMEWORK: dict[str, Any] = {
    "EXCEPTION_HANDLER": "driehoek.api.rest.errors.handle",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Driehoek",
    "DESCRIPTION": "Rapportages aanleveren, en cijfers en afspraken lezen. Zie docs/api.md.",
    "VERSION": "1.1.0",
    "CONTACT": {
        "name": env.str("DRIEHOEK_CONTACT_NAME", default="Beheer van Driehoek"),
        "email": env.str("DRIEHOEK_CONTACT_EMAIL", default="beheer@driehoek.invalid"),
        "url": env.str("DRIEHOEK_CONTACT_URL", default=ADDRESS or "https://driehoek.invalid"),
    },
    "LICENSE": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["driehoek.api.rest.schema.complete"],
}

# Without a mail server, mails are kept as files for the administrator to hand over; a link that opens an account
# must never end up in a log.
EMAIL_BACKEND = env.str("DRIEHOEK_EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_HOST = env.str("DRIEHOEK_EMAIL_HOST", default="localhost")
DEFAULT_FROM_EMAIL = env.str("DRIEHOEK_EMAIL_FROM", default="driehoek@localhost")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A wrong Host header is a stranger's mistake, not a fault of ours with a traceback.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
    "root": {"handlers": ["stderr"], "level": env.str("DRIEHOEK_LOG_LEVEL", default="WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
