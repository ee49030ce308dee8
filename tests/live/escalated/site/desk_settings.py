"""escalated-django as a site of its own, for tests: SQLite, cheap passwords, every door open on 127.0.0.1 alone."""

import os
from pathlib import Path

SECRET_KEY = "for tests on 127.0.0.1 only"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "desk_urls"
INSTALLED_APPS = [
    "django.contrib.admin",  # for its page to sign in
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "inertia",
    "escalated",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "escalated.middleware.EscalatedCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "inertia.middleware.InertiaMiddleware",
    "desk_urls.TokenOfApi",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["DESK_DATABASE"],
        # Nothing here outlives its test. The journal stays in memory, so that the file can be put back between two requests.
        "OPTIONS": {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;", "timeout": 30},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
INERTIA_LAYOUT = "layout.html"
LOGIN_URL = "/admin/login/"
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING = {"version": 1, "disable_existing_loggers": True}
ESCALATED = {
    "API_ENABLED": True,
    "API_PREFIX": "api/v1",  # the default puts `support/` before it twice
    "API_RATE_LIMIT": 10**9,
    "GUEST_RATE_LIMIT": {"ENABLED": False},
    "INBOUND_EMAIL_ENABLED": True,
    "INBOUND_EMAIL_ADAPTER": "postmark",
    "POSTMARK_INBOUND_TOKEN": "inbound",
    "PLUGINS_ENABLED": False,
}
