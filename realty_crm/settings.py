"""Settings: values from the environment (realty_crm/environment.py), everything else decided here."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from realty_crm import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# ---------------------------------------------------------------- from the environment

DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.text("SECRET_KEY", "only-for-development-" * 3 if DEBUG else "")
if not SECRET_KEY:
    raise environment.WrongSetting("SECRET_KEY is missing: set it to a long random text (or DEBUG=1 for development)")

PUBLIC_URL = environment.origin("PUBLIC_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", not DEBUG)

WEB_THREADS = environment.number("WEB_THREADS", 4, minimum=1)
DB_POOL_SIZE = environment.number("DB_POOL_SIZE", WEB_THREADS, minimum=1)
DATABASES = {"default": environment.database("DATABASE_URL", BASE_DIR / "db.sqlite3", DB_POOL_SIZE)}
CACHES = {"default": environment.cache("CACHE_URL")}

_mail = environment.mailer("EMAIL_URL")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "localhost")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_USER", ""), _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_PORT = _mail.get("EMAIL_PORT") or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.sender("DEFAULT_FROM_EMAIL", "no-reply@example.com")

TIME_ZONE = environment.zone("TIME_ZONE", "Asia/Riyadh")
OFFICE_NAME = environment.text("OFFICE_NAME", "دار نجد العقارية")
VAT_RATE = environment.percent("VAT_RATE", Decimal(0))
MEDIA_ROOT = environment.folder("MEDIA_ROOT", BASE_DIR / "media")

# ---------------------------------------------------------------- rules that an office may change (rules.md, «(s)»)

PHONE_REGION = "SA"
SNOOZE_SKIPS = (4,)  # weekdays no follow-up is snoozed onto: Friday
WORKING_DAYS = (6, 0, 1, 2, 3)  # Sunday to Thursday
DIGEST_HOUR = 8
SILENT_AFTER_DAYS = 30
SLOW_STAGE_DAYS = 14
BIN_DAYS = 30
MERGE_UNDO_DAYS = 30
RETENTION_MONTHS = 24  # silent for so long, a lead is listed for review
IMPORT_IN_REQUEST_ROWS = 500  # a file with more rows is brought in by the worker
IMPORT_MOST_ROWS = 200_000  # a longer file is to be brought in parts
IMPORT_KEEP_DAYS = 90  # what each row of a file said and became is kept for so long
IMPORT_DRAFT_DAYS = 7  # a file that nobody went on with
BULK_MOST = 5_000  # customers that one act upon many takes
BATCH_UNDO_DAYS = 30
MOST_SAVED_VIEWS = 12  # of one person
# Matching: what each criterion weighs; how far outside a range a value still counts for something.
MATCH_WEIGHTS = {"price": 35, "district": 20, "area": 15, "rooms": 10, "nice_to_have": 10, "setting": 10}
MATCH_PRICE_TOLERANCE, MATCH_AREA_TOLERANCE, MATCH_ROOMS_TOLERANCE = 0.10, 0.15, 1
MATCH_NEIGHBOUR = 0.4  # what another district of the same city counts for
MATCH_BARE_SCORE = 60  # of every pair of a request that sets no criterion
MATCH_LISTED_FROM = 60
MATCH_TODAY_FROM = 80  # a fresh match from here on stands on Today
MATCH_HIGH_ABOVE = 80  # above it a notice is of high priority
MATCH_IN_REQUEST = 5_000  # with more candidates the worker looks for pairs
MATCH_PRICE_CUT = 3  # percent; a pair is announced anew from here on
MATCH_NOTICES_MOST = 5  # with more new pairs at once there is one notice for all
TOKEN_DAYS = 90
CONSENT_TEXT_VERSION = "2026-11"
IDEMPOTENCY_HOURS = 24
LOGIN_LOG_DAYS = 90
FINISHED_TASK_DAYS = 14

# ---------------------------------------------------------------- the application

INSTALLED_APPS = [
    "realty_crm.apps.RealtyCrmConfig",
    "realty_crm.apps.RealtyAdminConfig",
    "notifications.apps.NotificationsConfig",
    "analytics.apps.AnalyticsConfig",
    "appointments.apps.AppointmentsConfig",
    "properties.apps.PropertiesConfig",
    "crm.apps.CrmConfig",
    "core.apps.CoreConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "rest_framework",
    "django_filters",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "import_export",
    "django_htmx",
    "csp",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "django_structlog",
]

MIDDLEWARE = [
    "core.middleware.trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestLog",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.kept_by_nobody",
    "core.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.acting_user",
]

ROOT_URLCONF = "realty_crm.urls"
WSGI_APPLICATION = "realty_crm.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "realty_crm.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---------------------------------------------------------------- Arabic, Riyadh, Latin digits

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("العربية"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["realty_crm.formats"]
USE_THOUSAND_SEPARATOR = False  # with it on, "2.500" would be read as 2500 and ids printed with commas

# ---------------------------------------------------------------- people

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "core.login.UsernameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"core.password_rules.{name}"} for name in ("UnlikeItsOwner", "LongEnough", "NotCommon", "NotOnlyDigits")
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "core.login.throttled_name"
AXES_CLIENT_IP_CALLABLE = "core.network.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_ENABLE_ACCESS_FAILURE_LOG = False

# ---------------------------------------------------------------- safety

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT
SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # of any body, and of a form without its files
UPLOAD_MOST_BYTES = 25_000_000  # of a file, at the addresses that take one
UPLOAD_PATHS = re.compile(
    r"/api/v1/customers/import/|/customers/import/new/|/properties/import/|/admin/crm/customer/import/|(/api/v1)?/properties/[0-9]+/photos/"
)

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ---------------------------------------------------------------- static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
BUILT_STATIC = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_STATIC]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "media/"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "woff", "woff2", "gz", "br", "map"]

# ---------------------------------------------------------------- API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.api.auth.TokenAuthentication",  # first: its WWW-Authenticate makes a stranger's answer 401
        "core.api.auth.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.WhateverIsAccepted",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.BookPagination",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.BookSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "core.api.errors.answer_error",
    "URL_FORMAT_OVERRIDE": None,  # ?format= belongs to the export
    "COERCE_DECIMAL_TO_STRING": True,
    "DATETIME_FORMAT": "iso-8601",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=TOKEN_DAYS),
    "TOKEN_LIMIT_PER_USER": None,
    "AUTO_REFRESH": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ديرة",
    "DESCRIPTION": "واجهة برمجية لنظام إدارة عملاء الوسطاء العقاريين",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},  # None: no badge from another site
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.describe_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CustomerStatus": "crm.models.choices.Status",
        "FollowupStatus": "crm.models.choices.FollowupStatus",
        "ImportStatus": "crm.api.imports.STATUSES",
        "Priority": "crm.models.choices.Priority",
        "InteractionType": "crm.models.choices.InteractionType",
        "NotificationType": "notifications.models.Notification.Type",
        "PropertyType": "properties.models.choices.PropertyType",
        "PropertyStatus": "properties.models.choices.PropertyStatus",
        "RequestStatus": "properties.models.choices.RequestStatus",
        "MatchStatus": "properties.models.choices.MatchStatus",
        "AppointmentType": "appointments.models.AppointmentType",
        "AppointmentStatus": "appointments.models.AppointmentStatus",
    },
}

# ---------------------------------------------------------------- background work, history, logs

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # an address is personal data

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django_structlog": {"level": "INFO"},
        "realty": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # each answer below 500 has its line from django_structlog
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "models.W047",  # regions alone have no parent, and only a migration writes them: SQLite may let two be equal
    "axes.W002",  # its middleware only turns a lockout into a page; core.login does, for pages and API alike
]
