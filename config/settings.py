"""The settings. What differs between machines is read from the environment or from `.env` (`config.environment`).

`XUESHI_MODE` is `demo` (the default: nothing to configure, demo accounts on the sign-in page) or `production`
(refuses to start on anything weak). docs/operator.md lists every variable.
"""

import logging

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import (
    BASE_DIR,
    DEMO,
    PRODUCTION,
    VAR_DIR,
    env,
    identity_keys,
    kept_secret,
    origin_of,
    outside_database,
    site_address,
    strong_secret,
)
from config.logs import structured_logging

# Secrets

SECRET_KEY = strong_secret("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "") or kept_secret("secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs the heads of the audit chain. Apart from SECRET_KEY, so that the one can be changed without the other.
AUDIT_KEY = strong_secret("AUDIT_KEY") if PRODUCTION else env.str("AUDIT_KEY", "") or kept_secret("audit-key")
AUDIT_KEY_FALLBACKS = env.list("AUDIT_KEY_FALLBACKS", default=[])
# Signs certificates and the roots of their log; a private key follows from it. A former one goes into the fallbacks and
# stays there: what it signed is checked with it.
CERTIFICATE_KEY = (
    strong_secret("CERTIFICATE_KEY") if PRODUCTION else env.str("CERTIFICATE_KEY", "") or kept_secret("certificate-key")
)
CERTIFICATE_KEY_FALLBACKS = env.list("CERTIFICATE_KEY_FALLBACKS", default=[])
# The electronic seals of issuers, by the code in their numbers: PKCS#12 files and what opens them. A seal service
# (GB/T 38540) is named as the function that answers in their place (certificates/sealing.py).
CERTIFICATE_SEALS = env.dict("CERTIFICATE_SEALS", default={})
CERTIFICATE_SEAL_PASSPHRASES = env.dict("CERTIFICATE_SEAL_PASSPHRASES", default={})
CERTIFICATE_SEALER = env.str("CERTIFICATE_SEALER", "certificates.sealing.key_file_of")
# How many certificates one statement writes where a bureau issues to everybody. Others of the same series wait for it.
CERTIFICATE_LOT = env.int("CERTIFICATE_LOT", 5_000)
# The published roots of the log of certificates once more, outside the database: what was restored is measured by it.
CERTIFICATE_ROOTS_FILE = env.str("CERTIFICATE_ROOTS_FILE", "") or str(VAR_DIR / "certificate-roots.jsonl")


# Seal identity and phone numbers, and find them again by their blind index. Whoever has a backup but neither of these
# knows no number.
IDENTITY_KEYS = identity_keys()
IDENTITY_INDEX_KEY = (
    strong_secret("IDENTITY_INDEX_KEY")
    if PRODUCTION
    else env.str("IDENTITY_INDEX_KEY", "") or kept_secret("identity-index-key")
)

DEBUG = env.bool("DEBUG", False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG is on in production: it would show settings and data to visitors. Remove it.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the addresses under which people reach this server.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


SITE_ADDRESS = site_address(ALLOWED_HOSTS)


# Rooms, in the order in which they may import each other (tests/test_imports.py)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "ops.static_files.StaticFilesConfig",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ui",
    "audit",
    "jobs",
    "rules",
    "uploads",
    "people",
    "approvals",
    "changes",
    "courses",
    "records",
    "verification",
    "certificates",
    "ops",
]

MIDDLEWARE = [
    "django_structlog.middlewares.RequestMiddleware",
    "ui.middleware.ErrorPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ui.middleware.PrivatePagesMiddleware",
    "ops.metrics.RequestMetricsMiddleware",
    "certificates.sheets.passes.PassedFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ui.middleware.PreferencesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ui.middleware.BareAnswersMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context.frame",
                "people.context.single_sign_on",
            ],
            "builtins": ["ui.templatetags.ui"],
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
        },
    }
]
if DEBUG:
    TEMPLATES[0]["OPTIONS"]["loaders"] = ["django.template.loaders.filesystem.Loader"]  # type: ignore[index]

FORM_RENDERER = "ui.forms.FormRenderer"


# Database: a grown-up PostgreSQL by DATABASE_URL, or the one from the wheel


if env.str("DATABASE_URL", ""):
    DATABASES = {"default": outside_database(env.str("DATABASE_URL"))}
else:
    DATABASES = {
        "default": {
            "ENGINE": "ops.embedded",
            "CLUSTER": str(VAR_DIR / "postgres"),
            "NAME": "xueshi",
            "USER": "postgres",
        }
    }
# A new connection for each request costs five to seven times the request itself (docs/developer.md).
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# One cache for all processes that survives the loss of Redis: a limiter must never take a page down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}


# Background work: the job table is the truth; Redis, if there is one, only carries hints

REDIS_URL = env.str("REDIS_URL", "")
# How long a worker may be silent before its slice is given to another, and how often that is looked for.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 60)
JOB_RESULT_DAYS = env.int("JOB_RESULT_DAYS", 30)
JOB_SWEEP_SECONDS = env.float("JOB_SWEEP_SECONDS", 5)
CELERY_BROKER_URL = REDIS_URL or "memory://"
# Each line answers a reported failure of the transport; docs/operator.md, "Redis", names them.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
# A hint that cannot be sent at once is dropped: the sweeper sends another.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # Whoever sends a hint does not wait for a broker that is away. Workers do, by a patience of their own.
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
# `celery beat` starts what is due, beside `manage.py scheduler`, which does so without a broker.
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "jobs.tick", "schedule": JOB_SWEEP_SECONDS, "options": {"expires": JOB_SWEEP_SECONDS}}
}
# A worker that has grown beyond this ends after its slice, and a fresh one takes over.
WORKER_MAX_MEMORY_MB = env.int("WORKER_MAX_MEMORY_MB", 600)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MAX_MEMORY_MB * 1024


# People

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.accounts.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "people.passwords.LengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "people.forms.SignInForm",
    "change_password": "people.forms.ChangePasswordForm",
    "reauthenticate": "people.second_factor.forms.ConfirmByPasswordForm",
}
# A whole employer sits behind one address: the limit for guessing lies on the account.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,6/5m/key",
    "change_password": "5/m/user",
    "access_link": "600/m/ip",
    # Whoever gives a hat learns whether somebody signs in with what was typed.
    "name_account": "30/h/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "people.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there are no mail addresses
MFA_TOTP_ISSUER = "Xueshi"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # on one's own machine, without a certificate
MFA_FORMS = {
    "authenticate": "people.second_factor.forms.CodeForm",
    "reauthenticate": "people.second_factor.forms.ConfirmByCodeForm",
    "activate_totp": "people.second_factor.forms.AddAppForm",
    "add_webauthn": "people.second_factor.forms.AddPasskeyForm",
    "edit_webauthn": "people.second_factor.forms.RenamePasskeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# A provider of OpenID Connect, if one is named.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
SINGLE_SIGN_ON = {"name": env.str("OIDC_NAME", "OpenID Connect"), "id": "oidc"} if OIDC_SERVER_URL else None
SOCIALACCOUNT_ADAPTER = "people.single_sign_on.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", "OpenID Connect"),
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER_URL, "fetch_userinfo": False},
            }
        ],
    }
}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ui.errors.csrf_failure"


# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ui.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"


# Files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
# Uploads and proofs lie under var/, or wherever a storage of Django's kind puts them (docs/operator.md).
STORAGES = {
    "default": {
        "BACKEND": env.str("FILE_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("FILE_STORAGE_OPTIONS", {}),
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ui.storage.BundledStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_REQUEST_BYTES = env.int("MAX_REQUEST_BYTES", 25 * 1024 * 1024)


# What browsers may do


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        # Signing in elsewhere is a form that leads there.
        "form-action": [SELF, *([origin_of(OIDC_SERVER_URL)] if OIDC_SERVER_URL else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True


# Interfaces and instruments

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "EXCEPTION_HANDLER": "ui.api.exception_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 50,
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Xueshi",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "ApprovalState": "approvals.enums.RunState",
        "StepState": "approvals.enums.StepState",
        "JobState": "jobs.enums.JobState",
        "CatalogKind": "courses.enums.CatalogKind",
        "OrganizationKind": "people.enums.OrganizationKind",
        "SubjectCategory": "courses.enums.SubjectCategory",
        "CycleState": "verification.cycles.enums.CycleState",
        "TitleLevel": "people.enums.TitleLevel",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "rules.openapi.describe_questions",
        "records.feeds.openapi.describe_feeds",
        "ops.programs.completing.complete",
    ],
}
# A whole employer sits behind one address: its program may ask about some thousand people at once.
ASK_QUESTIONS_PER_MINUTE = env.int("ASK_QUESTIONS_PER_MINUTE", 20_000)
# Of what is public: classes, courses, catalogs, study sites.
OPEN_READS_PER_MINUTE = env.int("OPEN_READS_PER_MINUTE", 600)

# A call of a feed carries up to 10,000 rows; each feed may make so many calls a minute.
FEED_CALLS_PER_MINUTE = env.int("FEED_CALLS_PER_MINUTE", 30)
FEED_REQUEST_BYTES = env.int("FEED_REQUEST_BYTES", 16 * 1024 * 1024)

# Of each program that checks certificates, up to a thousand of them a call.
CHECK_CALLS_PER_MINUTE = env.int("CHECK_CALLS_PER_MINUTE", 60)

# Without a token only this machine itself may read /metrics.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
LOGGING = structured_logging(level=env.str("LOG_LEVEL", "INFO"))
# One line a request, when it is done; a page not found is no cause for alarm.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
# people.middleware binds the user once somebody asks who it is; the library would ask for every request, and fail
# outside of all error handling where the database is away.
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
# ops.addresses does; the library believes what any visitor says in X-Forwarded-For.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
