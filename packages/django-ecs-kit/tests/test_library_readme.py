"""The snippets of pulumi-aws-django's README, for those who write their settings by hand, in a project of this Django."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import check_projects
from support import contract, run

ASK = """
import json, boto3, django
from moto import mock_aws

mock_aws().start()
where = {"LocationConstraint": "eu-central-1"}
boto3.client("s3").create_bucket(Bucket="base-assets", CreateBucketConfiguration=where)
django.setup()
from django.conf import settings as s
from django.core.files.storage import storages
from django.test import Client
from django.urls import path
import mysite.urls

def boom(request):
    raise RuntimeError("boom: the reason")

mysite.urls.urlpatterns.append(path("boom/", boom))
client = Client(raise_request_exception=False)
print(json.dumps({
    "debug": s.DEBUG,
    "cookies": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE],
    "database": [s.DATABASES["default"][key] for key in ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")],
    "locations": [storages["default"].location, storages["staticfiles"].location],
    "overwrites": storages["default"].file_overwrite,
    "healthy": client.get("/api/health-check/", headers={"host": "10.0.0.7"}).status_code,
    "foreign": client.get("/", headers={"host": "10.0.0.7"}).status_code,
    "soft_shutdown": s.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT,
    "boom": client.get("/boom/", headers={"host": "alpha.example.com"}).status_code,
}))
import mysite.celery
print(json.dumps({key: mysite.celery.app.conf[key] for key in (
    "task_acks_late", "worker_prefetch_multiplier",
    "broker_transport_options", "task_default_queue", "broker_url")}))
"""


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return check_projects.by_hand(tmp_path_factory.mktemp("by_hand"))


def test_they_do_what_they_say(by_hand: Path) -> None:
    done = run(by_hand, contract(APP_VERSION=None), "-c", ASK)
    django, celery = map(json.loads, done.stdout.splitlines())
    assert django == {
        "debug": False,
        "cookies": [True, True],
        "database": [
            "django.db.backends.postgresql",
            "alpha-db",
            "db.example.com",
            "5432",
            "alpha",
            "password",
        ],
        "locations": ["alpha/media", "alpha/static"],
        "overwrites": False,
        "healthy": 200,
        "foreign": 400,
        "soft_shutdown": 105,
        "boom": 500,
    }
    assert "RuntimeError: boom: the reason" in done.stderr
    assert celery == {
        "task_acks_late": True,
        "worker_prefetch_multiplier": 1,
        "broker_transport_options": {"visibility_timeout": 14400, "global_keyprefix": "alpha."},
        "task_default_queue": "alpha.default",
        "broker_url": "rediss://:token@cache.example.com:6379?ssl_cert_reqs=required",
    }
