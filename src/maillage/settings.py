"""Every setting of the platform, in one file. What an operator may change comes from the environment (docs/exploitation)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "oui", "yes"}


def _number(name: str, default: int, *, at_most: int = 2**31 - 1) -> int:
    """A whole number from 1; an empty variable is one that was not given."""
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= at_most):
        raise ImproperlyConfigured(
            f"{name} vaut «\u00a0{text}\u00a0»\u00a0: il faut un nombre entier entre 1 et {at_most}."
        )
    return int(text)


# --- Where things live -------------------------------------------------------------------------
def _data_dir() -> Path:
    """The folder of the data, made when it is missing."""
    path = Path(os.environ.get("MAILLAGE_DATA") or "var").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        writable = False
    else:
        writable = os.access(path, os.W_OK | os.X_OK)
    if not writable:
        raise ImproperlyConfigured(
            f"Impossible d’écrire dans le dossier des données {path}\u00a0: donnez-lui les droits d’écriture,"
            " ou choisissez un autre dossier avec MAILLAGE_DATA."
        )
    return path


DATA_DIR = _data_dir()
MEDIA_ROOT = DATA_DIR / "media"


def _secret_key() -> str:
    """The key given by the operator, else one made once and kept beside the data."""
    if key := os.environ.get("MAILLAGE_SECRET_KEY"):
        return key
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = False
DEMO = _flag("MAILLAGE_DEMO", default=False)
ALLOWED_HOSTS = os.environ.get("MAILLAGE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PORT = _number("PORT", 8000, at_most=65_535)
BASE_URL = os.environ.get("MAILLAGE_URL") or f"http://localhost:{PORT}"
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Rooms ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "maillage.core",
    "maillage.accounts",
    "maillage.programmes",
    "maillage.territories",
    "maillage.statements",
    "maillage.calls",
    "maillage.surveys",
    "maillage.meetings",
    "maillage.context",
    "maillage.diagnosis",
    "maillage.plans",
    "maillage.club",
    "maillage.sharing",
    "maillage.dashboard",
    "maillage.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "lucide",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maillage.core.middleware.GuardMiddleware",
    "maillage.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "maillage.urls"
WSGI_APPLICATION = "maillage.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["maillage.core.templatetags.dates"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database ------------------------------------------------------------------------------------
DATABASE_URL = os.environ.get("DATABASE_URL", "")
if DATABASE_URL:
    _url = urlsplit(DATABASE_URL)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path.lstrip("/"),
            "USER": unquote(_url.username or ""),
            "PASSWORD": unquote(_url.password or ""),
            "HOST": unquote(_url.hostname or ""),
            "PORT": str(_url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,  # after a restart of the database, nobody meets a dead connection
            "OPTIONS": {
                "options": "-c synchronous_commit=on",  # an acknowledged answer is on disk
                # The base plans once what a connection asks again and again.
                "server_side_binding": True,
                "prepare_threshold": 5,
            },
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "db.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing half-way
                # synchronous=FULL: an acknowledged answer survives a power cut; 0.2 ms a commit here.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    }
FRAGILE_DATABASE_ALLOWED = _flag("MAILLAGE_FRAGILE", default=False)  # for trials: see dashboard/durability.py
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Counters shared by every process: limits on tries. The table is made by a migration of accounts. ----------
CACHES = {
    "default": {
        "BACKEND": "maillage.accounts.shared_cache.SharedCache",
        "LOCATION": "maillage_cache",
        "KEY_FUNCTION": "maillage.accounts.shared_cache.digest",
        "OPTIONS": {
            "MAX_ENTRIES": 100_000
        },  # past it entries are dropped: nobody may flush a counter with 300 keys
    }
}

# --- Signing in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by an invitation sent to the address itself
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "maillage"
MFA_TOTP_TOLERANCE = 1  # a code read just before it changes is still good (RFC 6238, 5.2)
MFA_FORMS = {
    "activate_totp": "maillage.accounts.forms.ActivateForm",
    "authenticate": "maillage.accounts.forms.CodeForm",
    "reauthenticate": "maillage.accounts.forms.CodeAgainForm",
}
ACCOUNT_FORMS = {"reauthenticate": "maillage.accounts.forms.PasswordAgainForm"}
# Facilitators and pilots see the answers of others: a second factor is asked of them, except in the fictional demo.
SECOND_FACTOR_REQUIRED = _flag("MAILLAGE_SECOND_FACTOR", default=not DEMO)
SECOND_FACTOR_FOR = ["maillage.programmes.queries.is_facilitator", "maillage.territories.queries.is_pilot"]
SESAME_MAX_AGE = 60 * 60 * 24 * 365 if DEMO else 10 * 60
SESAME_ONE_TIME = not DEMO  # the demo prints a link per role, to be used again
CSRF_FAILURE_VIEW = "maillage.core.views.forbidden"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],  # the sheet of a respondent goes on without a network
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("MAILLAGE_SMTP_HOST", "")
EMAIL_PORT = _number("MAILLAGE_SMTP_PORT", 587, at_most=65_535)
EMAIL_HOST_USER = os.environ.get("MAILLAGE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAILLAGE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("MAILLAGE_SMTP_TLS", default=True)
EMAIL_BACKEND = (
    "maillage.core.smtp.Backend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_TIMEOUT = 20  # seconds for each step; core.outbox.LEASE is longer than all of them together
EMAIL_FILE_PATH = DATA_DIR / "mails"
DEFAULT_FROM_EMAIL = os.environ.get("MAILLAGE_MAIL_FROM", "maillage@localhost")

# --- Language ------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Static files --------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "maillage.core.assets.FontFinder",
]
STORAGES = {
    "default": {"BACKEND": "maillage.core.uploads.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Tasks: the queue re-delivers the job of a killed worker after `retry` seconds -----------------
JOB_TIMEOUT = _number("MAILLAGE_JOB_TIMEOUT", 600)  # seconds given to a job before it is stopped
Q_CLUSTER = {
    "name": "maillage",
    "orm": "default",
    "workers": _number("MAILLAGE_WORKERS", 1),
    "timeout": JOB_TIMEOUT,
    "retry": max(JOB_TIMEOUT + 1, _number("MAILLAGE_JOB_RETRY", JOB_TIMEOUT + 60)),
    "queue_limit": 1,  # a waiting job stays in the database, its lease not started
    "max_attempts": 5,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 1000,
    "label": "maillage",
}

# What runs by itself, and how many minutes apart.
SCHEDULED_TASKS = {
    "maillage.core.tasks.deliver": 1,
    "maillage.programmes.tasks.watch_held_texts": 30,
    "maillage.surveys.tasks.watch_waves": 15,
    "maillage.sharing.tasks.watch": 15,
    "maillage.surveys.tasks.reread_words": 7 * 24 * 60,
    "maillage.plans.tasks.watch": 12 * 60,
    "maillage.calls.tasks.purge": 24 * 60,
    "maillage.meetings.tasks.remind": 60,
    "maillage.meetings.tasks.forget": 24 * 60,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_secrets": {"()": "maillage.core.logs.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_secrets"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MAILLAGE_LOG", "WARNING")},
}

CLAMD = os.environ.get("MAILLAGE_CLAMD", "")  # where an antivirus listens: a path, or host:port
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []
