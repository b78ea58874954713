"""`configure()`: what it sets, what it keeps, what it says."""

from __future__ import annotations

import os
import re
import ssl
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from django_ecs.environment import SOURCES
from django_ecs.settings import configure
from support import PACKAGE, configured, contract


def test_sources_are_those_of_the_stack() -> None:
    table = (PACKAGE.parent / "pulumi-aws-django/ENVIRONMENT.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:backend|worker) \| ([^|]+) \|", table, re.MULTILINE))
    assert {name: rows.get(name) for name in SOURCES} == SOURCES


@pytest.mark.parametrize("variables", [{}, {"REDIS_URL": "redis://localhost"}, {"APP_NAME": ""}])
def test_nothing_is_touched_outside_of_a_container(variables: dict[str, str]) -> None:
    settings = {"DEBUG": True, "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}
    before = dict(settings)
    assert configure(settings, environment=variables) is False
    assert settings == before


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        configured(POSTGRES_SERVICE_HOST=None, S3_BUCKET_NAME="", CELERY_TASK_TIME_LIMIT="soon")
    assert str(raised.value) == (
        "The environment of this container isn't complete:\n"
        "POSTGRES_SERVICE_HOST is missing. The stack gives it from: base.database.host.\n"
        'CELERY_TASK_TIME_LIMIT is "soon". Write a number of seconds. '
        "The stack gives it from: workers.<name>.taskTimeoutSeconds.\n"
        "S3_BUCKET_NAME is missing. The stack gives it from: base.assets.bucketName."
    )


def test_a_task_of_ecs_without_app_name_is_no_developers_machine() -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"APP_NAME is missing\. The stack gives it from: the name of the app\."
    ):
        configure({}, environment={"ECS_CONTAINER_METADATA_URI_V4": "http://169.254.170.2/v4/1"})


def test_a_part_alone() -> None:
    variables = {name: contract()[name] for name in ("APP_NAME", "REDIS_URL", "CACHE_KEY_PREFIX")}
    settings: dict[str, Any] = {}
    assert configure(settings, ["cache"], variables)
    assert list(settings) == ["CACHES"]


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        configure({}, ["redis"], {})
    assert str(raised.value) == (
        "django_ecs has no part 'redis'. Its parts are security, database, cache, celery, storages, mail, logging."
    )


def test_security() -> None:
    before = {
        "MIDDLEWARE": ["first", "second"],
        "INSTALLED_APPS": ["one"],
        "DEBUG": True,
        "ALLOWED_HOSTS": ["*"],
    }
    settings = configured(before, "security")
    assert settings == {
        "DEBUG": False,
        "SECRET_KEY": contract()["DJANGO_SECRET_KEY"],
        "ALLOWED_HOSTS": ["alpha.example.com", "gunicorn.alpha.internal"],
        "CSRF_TRUSTED_ORIGINS": ["https://alpha.example.com"],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 2592000,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SILENCED_SYSTEM_CHECKS": ["security.W008"],
        "INSTALLED_APPS": ["one", "django_ecs"],
        "MIDDLEWARE": ["django_ecs.middleware.HealthCheckMiddleware", "first", "second"],
    }
    again = configured(dict(settings), "security")
    assert again == settings


def test_database_without_the_bundle_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django_ecs.settings.database.RDS_BUNDLES", ())
    other = {"ENGINE": "django.db.backends.sqlite3", "NAME": "other"}
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3", "OPTIONS": {"timeout": 5}}
    settings = configured({"DATABASES": {"default": sqlite, "other": other}}, "database")
    assert settings["DATABASES"] == {
        "other": other,
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "alpha-db",
            "HOST": "db.example.com",
            "PORT": "5432",
            "USER": "alpha",
            "PASSWORD": "password",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 10, "sslmode": "require"},
        },
    }


def test_database_with_the_bundle_and_an_engine_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "global-bundle.pem"
    bundle.touch()
    monkeypatch.setattr("django_ecs.settings.database.RDS_BUNDLES", ("/nowhere.pem", str(bundle)))
    gis = {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "OPTIONS": {"pool": True, "options": "-c jit=off"},
    }
    settings = configured(
        {"DATABASES": {"default": gis}}, "database", DATABASE_STATEMENT_TIMEOUT_SECONDS="1.5"
    )
    default = settings["DATABASES"]["default"]
    assert default["ENGINE"] == "django.contrib.gis.db.backends.postgis"
    assert default["CONN_MAX_AGE"] == 0
    assert default["OPTIONS"] == {
        "connect_timeout": 10,
        "pool": True,
        "options": "-c jit=off -c statement_timeout=1500",
        "sslmode": "verify-full",
        "sslrootcert": str(bundle),
    }


SINGLE = ("NAME", "SERVICE_HOST", "SERVICE_PORT", "USER", "PASSWORD")


@pytest.mark.parametrize(
    ("url", "given", "expected"),
    [
        (
            "postgres://a%40b:p%2Fw@db:6432/alpha-db?sslmode=require",
            {},
            ["alpha-db", "db", "6432", "a@b", "p/w"],
        ),
        ("postgresql://u:p@[::1]/n", {}, ["n", "::1", "5432", "u", "p"]),
        ("postgres://u:p@db/n", {"POSTGRES_USER": "me"}, ["n", "db", "5432", "me", "p"]),
    ],
)
def test_database_by_its_url_where_single_variables_are_absent(
    url: str, given: dict[str, str], expected: list[str]
) -> None:
    absent: dict[str, str | None] = {f"POSTGRES_{name}": None for name in SINGLE}
    settings = configured(None, "database", **{**absent, **given, "DATABASE_URL": url})
    default = settings["DATABASES"]["default"]
    assert [default[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")] == expected


def test_database_by_a_url_that_lacks_something() -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        configured(None, "database", POSTGRES_PASSWORD=None, POSTGRES_NAME="", DATABASE_URL="postgres://u@db")
    assert [line.split(".")[0] for line in str(raised.value).splitlines()[1:]] == [
        "POSTGRES_NAME is missing",
        "POSTGRES_PASSWORD is missing",
    ]


def test_celery() -> None:
    routes = {"mysite.mail.*": {"queue": "mail", "priority": 1}, "a": "alpha.reports", "b": {"priority": 2}}
    before = {
        "CELERY_TASK_ROUTES": (routes, "mysite.Router"),
        "CELERY_BROKER_TRANSPORT_OPTIONS": {"fanout_prefix": True},
    }
    assert configured(before, "celery") == {
        "CELERY_BROKER_URL": "rediss://:token@cache.example.com:6379?ssl_cert_reqs=required",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "fanout_prefix": True,
            "visibility_timeout": 14400,
            "global_keyprefix": "alpha.",
        },
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_TASK_DEFAULT_QUEUE": "alpha.default",
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 105,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": True,
        "CELERY_TASK_TIME_LIMIT": 7200,
        "CELERY_TASK_ROUTES": (
            {
                "mysite.mail.*": {"queue": "alpha.mail", "priority": 1},
                "a": "alpha.reports",
                "b": {"priority": 2},
            },
            "mysite.Router",
        ),
    }


@pytest.mark.parametrize("before", ["redis://localhost:6379/2", "rediss://cache"])
def test_celerys_results_in_redis_go_to_the_stacks_server(before: str) -> None:
    insecure = {"ssl_cert_reqs": ssl.CERT_NONE, "ssl_ca_certs": "/ca.pem"}
    settings = configured(
        {
            "CELERY_RESULT_BACKEND": before,
            "CELERY_BROKER_USE_SSL": insecure,
            "CELERY_REDIS_BACKEND_USE_SSL": insecure,
            "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS": {"retry_policy": {}},
        },
        "celery",
    )
    assert settings["CELERY_RESULT_BACKEND"] == settings["CELERY_BROKER_URL"]
    assert settings["CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS"] == {
        "retry_policy": {},
        "global_keyprefix": "alpha.",
    }
    for name in ("CELERY_BROKER_USE_SSL", "CELERY_REDIS_BACKEND_USE_SSL"):
        assert settings[name] == {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_ca_certs": "/ca.pem"}


@pytest.mark.parametrize("before", ["django-db", "db+postgresql://host/name"])
def test_celerys_results_elsewhere_stay_there(before: str) -> None:
    settings = configured({"CELERY_RESULT_BACKEND": before}, "celery")
    assert settings["CELERY_RESULT_BACKEND"] == before
    assert "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS" not in settings


def test_variables_that_celery_reads_itself_are_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celery takes them before its settings, and refuses a result backend `rediss://` without `ssl_cert_reqs`."""
    right = "rediss://:token@cache.example.com:6379?ssl_cert_reqs=required"
    names = ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND")
    for name in names:
        monkeypatch.setenv(name, "rediss://:token@cache.example.com:6379")
    settings = configured({}, "celery")
    assert [os.environ[name] for name in names] == [right, right]
    assert [settings[name] for name in names] == [right, right]
    assert settings["CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS"] == {"global_keyprefix": "alpha."}


def test_variables_of_celery_that_are_no_redis_or_absent_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    monkeypatch.setenv("CELERY_RESULT_BACKEND", "django-db")
    settings = configured({"CELERY_RESULT_BACKEND": "django-db"}, "celery")
    assert (os.environ.get("CELERY_BROKER_URL"), os.environ["CELERY_RESULT_BACKEND"]) == (None, "django-db")
    assert settings["CELERY_RESULT_BACKEND"] == "django-db"


def test_celery_of_a_process_that_is_no_worker() -> None:
    settings = configured(
        None,
        "celery",
        REDIS_URL="rediss://:token@cache:6379/0?timeout=5",
        CELERY_TASK_TIME_LIMIT=None,
        CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT=None,
        CELERY_VISIBILITY_TIMEOUT=None,
    )
    assert settings["CELERY_BROKER_URL"] == "rediss://:token@cache:6379/0?timeout=5&ssl_cert_reqs=required"
    assert settings["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] == 43200
    assert settings["CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT"] == 0
    assert "CELERY_TASK_TIME_LIMIT" not in settings


def test_storages() -> None:
    before = {
        "STATICFILES_STORAGE": "old",
        "DEFAULT_FILE_STORAGE": "old",
        "STORAGES": {"backups": {"BACKEND": "mine"}},
    }
    common = {"bucket_name": "base-assets", "default_acl": None, "signature_version": "s3v4"}
    assert configured(before, "storages") == {
        "STATIC_URL": "static/",
        "STORAGES": {
            "backups": {"BACKEND": "mine"},
            "default": {
                "BACKEND": "django_ecs.storages.PrivateMediaStorage",
                "OPTIONS": {
                    **common,
                    "location": "alpha/private",
                    "custom_domain": None,
                    "querystring_auth": True,
                    "file_overwrite": False,
                },
            },
            "public": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    **common,
                    "location": "alpha/media",
                    "custom_domain": "cdn.example.com",
                    "querystring_auth": False,
                    "file_overwrite": False,
                },
            },
            "staticfiles": {
                "BACKEND": "django_ecs.storages.StaticStorage",
                "OPTIONS": {
                    **common,
                    "location": "alpha/static",
                    "custom_domain": "cdn.example.com",
                    "querystring_auth": False,
                },
            },
        },
    }


def test_storages_without_a_cdn_sign_every_address_and_keep_whitenoise() -> None:
    whitenoise = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings = configured({"STORAGES": {"staticfiles": whitenoise}}, "storages", AWS_S3_CUSTOM_DOMAIN=None)
    assert settings["STORAGES"]["staticfiles"] == whitenoise
    assert settings["STORAGES"]["public"]["OPTIONS"]["querystring_auth"] is True


def test_collectfasta_would_write_another_manifest() -> None:
    collectfasta = ["collectfasta", "django.contrib.staticfiles"]
    assert configured({"INSTALLED_APPS": collectfasta}, "storages")["COLLECTFASTA_ENABLED"] is False
    whitenoise = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}}
    kept = configured({"INSTALLED_APPS": collectfasta, "STORAGES": whitenoise}, "storages")
    assert "COLLECTFASTA_ENABLED" not in kept


def test_storages_need_django_storages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django_ecs.settings.files.find_spec", lambda _: None)
    with pytest.raises(ImproperlyConfigured) as raised:
        configured(None, "storages")
    assert str(raised.value).splitlines()[1:] == [
        "django-storages isn't installed, for files in the bucket. Install django-ecs-kit[s3], or leave the part "
        '"storages" out.'
    ]


def test_logging_of_ones_own_is_kept() -> None:
    own = {"version": 1}
    assert configured({"LOGGING": own}, "logging") == {"LOGGING": own}
