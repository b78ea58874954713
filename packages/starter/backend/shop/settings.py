"""Settings for a developer's machine; in a container of a stack `configure()` at the end sets the rest."""

import os
from pathlib import Path

from celery.schedules import crontab
from django_ecs.settings import configure

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = True
SECRET_KEY = "for a developer's machine only; a stack has one of its own"  # noqa: S105
ALLOWED_HOSTS = []

INSTALLED_APPS = [
    "shop",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
ASGI_APPLICATION = "shop.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
MEDIA_URL = "media/"
MEDIA_ROOT = BASE_DIR / "media"

# Mails are printed. In a stack whose base may send mail they go out by SES.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

#: Seconds that a report takes. It has nothing to do in them: it shows how a long task outlives a release.
REPORT_SECONDS = float(os.environ.get("REPORT_SECONDS", "600"))

CELERY_BEAT_SCHEDULE = {
    "confirm-forgotten": {
        "task": "shop.tasks.confirm_forgotten",
        "schedule": float(os.environ.get("CONFIRM_FORGOTTEN_SECONDS", "60")),
    },
    "report": {"task": "shop.tasks.report", "schedule": crontab(hour=3, minute=0)},
}

if not configure(globals()):
    # Tasks run where they are sent: without a stack there is no broker.
    CELERY_TASK_ALWAYS_EAGER = True
