"""All settings of an installation, read once from the environment; every variable is listed in
docs/operations.md.
"""

from pathlib import Path
from typing import Any

import environ

from nahtlos.foundation.shell.languages import LANGUAGES as SPOKEN

BASE = Path(__file__).resolve().parent.parent
PROJECT = BASE.parent
STATE = PROJECT / ".nahtlos"

env = environ.Env(
    DATABASE_URL=(str, "postgres://nahtlos_app@127.0.0.1/nahtlos"),
    DATABASE_OWNER_URL=(str, ""),
    NAHTLOS_DEBUG=(bool, False),
    NAHTLOS_DEMONSTRATION=(bool, False),
    NAHTLOS_FACE=(str, "both"),
    NAHTLOS_HOSTS=(list, ["localhost", "127.0.0.1", "[::1]"]),
    NAHTLOS_ADDRESS=(str, "http://localhost:8000"),
    NAHTLOS_TODAY=(str, ""),
    NAHTLOS_MASTER_KEY=(str, ""),
    NAHTLOS_MASTER_KEY_FILE=(str, ""),
    NAHTLOS_SECRET_KEY=(str, ""),
    NAHTLOS_SECRET_KEY_FILE=(str, ""),
    NAHTLOS_SECOND_FACTOR=(str, ""),
    NAHTLOS_MAIL_URL=(str, ""),
    NAHTLOS_MAIL_DIRECTORY=(str, ""),
    NAHTLOS_MAIL_FROM=(str, "nahtlos@localhost"),
    NAHTLOS_TRUSTED_PROXIES=(int, 0),
    NAHTLOS_OPERATOR=(str, ""),
    NAHTLOS_STATIC_DIRECTORY=(str, ""),
    NAHTLOS_REPRESENTED_BY=(str, ""),
    NAHTLOS_DATA_PROTECTION=(str, ""),
    NAHTLOS_ENFORCEMENT=(str, ""),
    NAHTLOS_SERVER_LOGS=(str, ""),
    NAHTLOS_ASK_ADDRESSES=(str, ""),
)


def _secret(name: str) -> str:
    """The value of NAME, or the content of the file NAME_FILE names; empty where neither is set."""
    path = env.str(f"{name}_FILE")
    return Path(path).read_text(encoding="ascii").strip() if path else env.str(name)


DEBUG = env.bool("NAHTLOS_DEBUG")
DEMONSTRATION = env.bool("NAHTLOS_DEMONSTRATION")
FACE = env.str("NAHTLOS_FACE")
ADDRESS = env.str("NAHTLOS_ADDRESS").rstrip("/")
OVER_TLS = ADDRESS.startswith("https://")
TODAY = env.str("NAHTLOS_TODAY")
MASTER_KEY = _secret("NAHTLOS_MASTER_KEY")
# A missing secret stops the start (checks.py): a default known to everybody would be worse than
# none.
SECRET_KEY = _secret("NAHTLOS_SECRET_KEY") or "missing"
SECOND_FACTOR_REQUIRED = (
    env.str("NAHTLOS_SECOND_FACTOR") or ("off" if DEMONSTRATION else "required")
) != "off"
TRUSTED_PROXIES = env.int("NAHTLOS_TRUSTED_PROXIES")
OPERATOR = env.str("NAHTLOS_OPERATOR") or ("landesfachstelle-kvi" if DEMONSTRATION else "")
# What the legal pages say of the operator; empty shows that it is missing.
REPRESENTED_BY = env.str("NAHTLOS_REPRESENTED_BY")
DATA_PROTECTION = env.str("NAHTLOS_DATA_PROTECTION")
ENFORCEMENT = env.str("NAHTLOS_ENFORCEMENT")
SERVER_LOGS = env.str("NAHTLOS_SERVER_LOGS")
# Whether the night asks the web addresses of the directory if they still answer: the only thing
# Nahtlos asks of other people's servers.
ASK_ADDRESSES = (env.str("NAHTLOS_ASK_ADDRESSES") or ("off" if DEMONSTRATION else "on")) != "off"
ALLOWED_HOSTS = env.list("NAHTLOS_HOSTS")

INSTALLED_APPS = [
    "nahtlos.desk",
    "nahtlos.lists",
    "nahtlos.lookout",
    "nahtlos.referrals",
    "nahtlos.intake",
    "nahtlos.conferences",
    "nahtlos.consents",
    "nahtlos.records",
    "nahtlos.cases",
    "nahtlos.upkeep",
    "nahtlos.exchange",
    "nahtlos.directory",
    "nahtlos.lands",
    "nahtlos.people",
    "nahtlos.organisations",
    "nahtlos.foundation",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "nahtlos.foundation.access.faces.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nahtlos.foundation.access.faces.FaceMiddleware",
]
PUBLIC_MIDDLEWARE = [
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nahtlos.foundation.access.middleware.VisitorMiddleware",
    "nahtlos.foundation.access.middleware.PageMiddleware",
]
STAFF_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nahtlos.people.middleware.StaffMiddleware",
    "nahtlos.foundation.access.middleware.PageMiddleware",
    "nahtlos.people.middleware.StepUpMiddleware",
]
STAFF_PREFIXES = ("/intern/", "/rundgang/")
API_PREFIX = "/api/"
ROOT_URLCONF = "nahtlos.config.urls"
WSGI_APPLICATION = "nahtlos.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "foundation" / "shell" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "nahtlos.foundation.shell.context.shell",
            ],
            "libraries": {"shell": "nahtlos.foundation.shell.tags"},
            "builtins": [
                "django.templatetags.i18n",
                "nahtlos.foundation.shell.tags",
                "nahtlos.desk.templatetags.cast",
            ],
        },
    }
]
FORM_RENDERER = "nahtlos.foundation.shell.fields.ShellRenderer"


def _database(url: str) -> dict[str, Any]:
    """Connection settings; health checks, because a restarted server must not cost a request."""
    config = env.db_url_config(url)
    options = {**config.get("OPTIONS", {}), "application_name": "nahtlos"}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


DATABASES = {"default": _database(env.str("DATABASE_URL"))}
if env.str("DATABASE_OWNER_URL"):
    DATABASES["owner"] = _database(env.str("DATABASE_OWNER_URL"))
DATABASE_ROUTERS = ["nahtlos.foundation.tenancy.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "TIMEOUT": 3600,
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [(language.code, language.own_name) for language in SPOKEN]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "foundation" / "shell" / "static"]
STATIC_ROOT = Path(env.str("NAHTLOS_STATIC_DIRECTORY") or STATE / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if not DEBUG
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "nahtlos.people.passwords.StrongEnough"}]
LOGIN_URL = "/intern/anmelden/"
LOGIN_REDIRECT_URL = "/intern/"
LOGOUT_REDIRECT_URL = "/intern/anmelden/"
ACCOUNT_ADAPTER = "nahtlos.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "nahtlos.people.forms.SignInForm",
    "reset_password": "nahtlos.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "nahtlos.people.forms.NewPasswordForm",
    "reauthenticate": "nahtlos.people.forms.ConfirmForm",
    "change_password": "nahtlos.people.forms.OtherPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "20/h/ip",
    "login_failed": "6/m/key,20/h/ip",
    "reset_password": "3/h/key,20/h/ip",
}
MFA_ADAPTER = "nahtlos.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Nahtlos"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-nahtlos" if OVER_TLS else "nahtlos"
SESSION_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES = 30
CSRF_USE_SESSIONS = True
CSRF_TRUSTED_ORIGINS = [ADDRESS]
CSRF_FAILURE_VIEW = "nahtlos.foundation.shell.views.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# What may be kept stays in memory and never lies open in a folder for a moment: files of a case are
# the largest (records.rules.files).
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

DEFAULT_FROM_EMAIL = env.str("NAHTLOS_MAIL_FROM")
if env.str("NAHTLOS_MAIL_DIRECTORY"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = env.str("NAHTLOS_MAIL_DIRECTORY")
elif env.str("NAHTLOS_MAIL_URL"):
    vars().update(env.email_url_config(env.str("NAHTLOS_MAIL_URL")))
EMAIL_TIMEOUT = 20

PROCRASTINATE_ON_APP_READY = "nahtlos.config.jobs.on_app_ready"

# Logs name the path and never the query: what people look for is nobody's business. No locals, no
# request body.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "nahtlos.foundation.discretion.Discreet"}},
    "formatters": {
        "line": {
            "()": "nahtlos.foundation.discretion.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}
    },
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "nahtlos": {"level": "INFO"},
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
    },
}
