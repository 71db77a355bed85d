"""One settings file, all of it from the environment, running with none of it set.

`docs/self-hosting/settings.md` lists every GOLDSEAM_ name that is read here; a test holds the two together.
"""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from goldseam.people import signing_key
from goldseam.site import environment, limits

# ── The folder that holds everything ────────────────────────────────────────────────────────────────────────────────
DATA_DIR = environment.data_folder()
DATABASE_FILE = DATA_DIR / "goldseam.sqlite3"
SERVER_KEY_FILE = str(environment.text("GOLDSEAM_SERVER_KEY_FILE") or DATA_DIR / "server.key")
LEDGER_FILE = str(environment.text("GOLDSEAM_LEDGER_FILE") or DATA_DIR / "ledger.jsonl")
BACKUP_DAYS = environment.number("GOLDSEAM_BACKUP_DAYS", 0)  # told to people before they erase; 0: nobody said


def _secret_keys() -> list[str]:
    """From the environment, or the file made at the first start, the newest first. Without either (a check, a test)
    one that is gone with the process: nothing that matters is signed with it."""
    given = environment.secret("GOLDSEAM_SECRET_KEY")
    try:
        text = given or (DATA_DIR / "django.key").read_text()
    except OSError:
        text = ""
    return [key.text for key in signing_key.parsed(text)] or [get_random_secret_key()]


SECRET_KEY, *SECRET_KEY_FALLBACKS = _secret_keys()
# Where a running server looks for a rotated one; nowhere when the environment gives the key itself.
SECRET_KEY_FILE = environment.text("GOLDSEAM_SECRET_KEY_FILE") or (
    "" if environment.text("GOLDSEAM_SECRET_KEY") else str(DATA_DIR / "django.key")
)
DEBUG = environment.text("GOLDSEAM_DEBUG") == "1"  # `serve` refuses it

# ── Where it is reached ─────────────────────────────────────────────────────────────────────────────────────────────
SITE_URL = environment.address()
_parts = urlsplit(SITE_URL)
HTTPS = _parts.scheme == "https"
ALLOWED_HOSTS = [_parts.hostname or ""]
if environment.is_loopback(_parts.hostname or ""):
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SIGN_UP = environment.choice("GOLDSEAM_SIGN_UP", ("closed", "open"))
REQUEST_PATH = environment.choice("GOLDSEAM_REQUEST_PATH", ("one-hop", "stock"))
CONNECTIONS_MOST = environment.number("GOLDSEAM_CONNECTIONS", 6000)  # each open tab may hold one, and it costs little
EXIT_URL = environment.text("GOLDSEAM_EXIT_URL")  # https only; without one, a plain page of our own

# ── The house, ground floor first ───────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "goldseam.vault",
    "goldseam.ui",
    "goldseam.people",
    "goldseam.safety",
    "goldseam.live",
    "goldseam.reminders",
    "goldseam.times",
    "goldseam.apart",
    "goldseam.statements",
    "goldseam.understanding",
    "goldseam.dialogue",
    "goldseam.growth",
    "goldseam.questionnaires",
    "goldseam.road",
    "goldseam.site",
]
MIDDLEWARE = [
    # Outermost, so that every redirect, refusal and file carries their headers too.
    "goldseam.safety.middleware.DiscretionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldseam.people.middleware.KeysMiddleware",
    "goldseam.site.middleware.TroubleMiddleware",
]
ROOT_URLCONF = "goldseam.site.urls"
ASGI_APPLICATION = "goldseam.site.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["goldseam.people.templatetags.marked_forms"],  # each form says whose page it stands on
        },
    }
]

# ── The database: one file, or PostgreSQL when it grows ─────────────────────────────────────────────────────────────
DATABASES: dict[str, dict[str, Any]] = {"default": environment.database(DATABASE_FILE)}
REDIS_URL = environment.secret("GOLDSEAM_REDIS_URL")  # how rings travel between processes; empty: as the database can
if REQUEST_PATH == "stock":
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # Django's own handler has a thread for each request, and it ends
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {"default": limits.counted_in(DATABASES["default"])}

# ── People ──────────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["goldseam.people.backends.PassphraseBackend"]
PASSWORD_HASHERS = ["goldseam.people.hashers.VerifierHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = []  # people has the passphrase's own rules
SESSION_ENGINE = "goldseam.people.sessions"
LOGIN_URL = "enter"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "goldseam.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
# Limits count per address only: wrong guesses by somebody else must never lock a person's own device.
# What a device that is signed in already may try counts on that device alone.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip",
    "login": "30/m/ip",
    "signup": "20/m/ip",
    "join": "30/m/ip",  # each look at six words is a slow run
    "reauthenticate": "10/m/key",
    # Wrong codes of one account, whoever tries and from wherever: a new sign-in by somebody who has the passphrase
    # begins its own five, and a million codes are soon guessed. Signed-in devices, passkeys and the sheet go on.
    "wrong_code": "30/d/key",
    # The passphrase of one of two on the other's phone: whoever holds that phone has all evening to guess. It counts
    # against this way alone: nothing that is tried here keeps anybody from their own sign-in.
    "by_passphrase": "5/10m/key,20/d/key",
    "reset_password": None,
    "manage_email": None,
    "change_phone": None,
}
MFA_ADAPTER = "goldseam.people.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks of phones differ
MFA_TOTP_ISSUER = "Notes"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http is only possible on this very machine

# ── The vault. Only test settings may seed its clock and its randomness; `serve` and `demo` refuse if they are. ─────
VAULT_SEAM_MAY_BE_SEEDED = False

# ── Cookies: see docs/decisions/0002-cookies-on-plain-http.md ───────────────────────────────────────────────────────
_prefix = "__Host-" if HTTPS else ""
KEY_COOKIE_NAME = f"{_prefix}gs-key"
WAIT_COOKIE_NAME = f"{_prefix}gs-wait"  # between passphrase and code, five minutes at most
BELL_COOKIE_NAME = f"{_prefix}gs-bell"  # in browsers that ring: for whom they do, so that they never ring for another
SESSION_COOKIE_NAME = f"{_prefix}gs-session"
CSRF_COOKIE_NAME = f"{_prefix}gs-csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}gs-language"
KEY_COOKIE_SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
KEY_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = KEY_COOKIE_SAMESITE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "goldseam.site.errors.stale_form"

# ── What goes out with every page ───────────────────────────────────────────────────────────────────────────────────
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # docs/decisions/0004-referrer-same-origin.md
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── What comes in stays in memory, and is bounded ───────────────────────────────────────────────────────────────────
MAX_BODY = environment.number("GOLDSEAM_MAX_UPLOAD_MB", 32) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 4

# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("GOLDSEAM_TIME_ZONE") or "UTC"

# ── Static files: gathered, hashed and packed by `serve` at its start ───────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "goldseam.site.statics.Gathered"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# ── Reminders: the one neutral mail, through the server that was named; and no error is ever mailed ─────────────────
_mail = environment.mail_server()
MAIL_IS_SET = _mail is not None
MAIL_FROM = environment.mail_from(SITE_URL)
EMAIL_HOST, EMAIL_PORT = (_mail.host, _mail.port) if _mail else ("", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (_mail.user, _mail.password) if _mail else ("", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = (_mail.starts_tls, _mail.is_tls) if _mail else (False, False)
EMAIL_TIMEOUT = 10
REMINDERS_ELSEWHERE = environment.choice("GOLDSEAM_WORKER", ("here", "elsewhere")) == "elsewhere"
ADMINS: list[tuple[str, str]] = []
MANAGERS: list[tuple[str, str]] = []
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_EXCEPTION_REPORTER_FILTER = "goldseam.site.logs.TellsNothing"
LOGGING_CONFIG = "logging.config.dictConfig"
LOG = environment.choice("GOLDSEAM_LOG", ("plain", "json"))
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "goldseam.site.logs.QuietFilter"}},
    "formatters": {
        "plain": {"()": "goldseam.site.logs.QuietFormatter", "format": "%(levelname)s %(name)s: %(message)s"},
        "json": {"()": "goldseam.site.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["quiet"], "formatter": LOG}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Replaces Django's own handlers, of which one would mail.
        # Errors only: a line for each refused page would tell who runs the server what people tried, and when.
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
