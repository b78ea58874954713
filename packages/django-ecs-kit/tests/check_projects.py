"""Projects for the check, and what it finds in them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

import support

#: What a release tells the check of a stack with the kit and two workers.
FACTS: dict[str, Any] = {
    "kit": True,
    "static": "bucket",
    "queues": ["alpha.default", "alpha.reports"],
    "healthCheckPath": "/api/health-check/",
    "update": ["sh", "-c", "python manage.py migrate --noinput && python manage.py collectstatic --noinput"],
    "offline": True,
}


@dataclass
class Found:
    """The report, and the questions with findings in the order in which they were asked."""

    report: dict[str, Any]
    text: str
    code: int
    problems: list[str] = field(init=False)
    warnings: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.problems = [one["question"] for one in self.report["problems"]]
        self.warnings = [one["question"] for one in self.report["warnings"]]

    def sentence(self, question: str) -> str:
        [one] = [
            one for one in self.report["problems"] + self.report["warnings"] if one["question"] == question
        ]
        return one["reason"]


class Checker:
    """Asks many projects, quicker than a process of its own for each: see check_many.py."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, support.PACKAGE / "tests/check_many.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=support.environment({}),
        )

    def ask(self, folder: Path, variables: Mapping[str, str], **facts: Any) -> Found:
        given = {name: value for name, value in {**FACTS, **facts}.items() if value is not None}
        task = {"folder": str(folder), "variables": support.environment(variables), "facts": given}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return read(answer["text"], answer["code"])

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def read(text: str, code: int) -> Found:
    last = text.splitlines()[-1] if text else ""
    assert last.startswith("django-ecs-check "), text
    return Found(json.loads(last.removeprefix("django-ecs-check ")), text, code)


def changed(project: Path, folder: Path, *changes: Callable[[Path], None] | str) -> Path:
    """A copy of the project, with text at the end of its settings or whatever else is changed."""
    shutil.copytree(project, folder)
    for change in changes:
        if isinstance(change, str):
            append("mysite/settings.py", change)(folder)
        else:
            change(folder)
    return folder


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a") as file:
            file.write(f"\n{text}\n")

    return change


def write(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    return change


def replace(name: str, text: str, by: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        before = (folder / name).read_text()
        assert text in before
        (folder / name).write_text(before.replace(text, by))

    return change


def start_project(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    subprocess.run([support.BIN / "django-admin", "startproject", "mysite", folder], check=True)
    return folder


def by_hand(folder: Path) -> Path:
    """startproject with the snippets of pulumi-aws-django's README instead of the kit."""
    start_project(folder)
    readme = (support.PACKAGE.parent / "pulumi-aws-django/README.md").read_text()
    settings, middleware = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    [line] = re.findall(r"`(app\.config_from_object\(.+?\))`", readme)
    (folder / "mysite/middleware.py").write_text(middleware)
    (folder / "mysite/celery.py").write_text(f'from celery import Celery\n\napp = Celery("mysite")\n{line}\n')
    (folder / "mysite/__init__.py").write_text("from mysite.celery import app as celery_app\n")
    append("mysite/settings.py", settings)(folder)
    append("mysite/settings.py", 'MIDDLEWARE.insert(0, "mysite.middleware.HealthCheckMiddleware")')(folder)
    return folder


# One change of a good project each: {name: (changes, the questions with problems, those with warnings)}.
Change = Callable[[Path], None] | str


def option(alias: str, text: str) -> str:
    return f'STORAGES["{alias}"]["OPTIONS"].update({text})'


MIGRATION = (
    "from django.db import migrations\n\nclass Migration(migrations.Migration):\n"
    "    dependencies = [('mysite', '0001_initial')]\n"
)


def disk(folder: str) -> Change:
    return append(
        "mysite/models.py",
        "from django.core.files.storage import FileSystemStorage\n"
        f'Profile._meta.get_field("contract").storage = FileSystemStorage("{folder}")',
    )


MUTATIONS: dict[str, tuple[list[Change], list[str], list[str]]] = {
    "settings": (["import no_such_module"], ["settings"], []),
    "an app": (['INSTALLED_APPS.append("no_such_app")'], ["settings"], []),
    "debug": (["DEBUG = True"], ["debug"], []),
    "key of startproject": (['SECRET_KEY = "django-insecure-" + "abcdefgh" * 8'], ["secret-key"], []),
    "key in the source": (['SECRET_KEY = "0123456789abcdef" * 4'], [], ["secret-key"]),
    "no health check, strict hosts": (["MIDDLEWARE = MIDDLEWARE[1:]"], ["health-check"], []),
    "no health check, all hosts": (
        ['MIDDLEWARE = MIDDLEWARE[1:]; ALLOWED_HOSTS = ["*"]'],
        ["health-check"],
        [],
    ),
    "redirect": (
        ['MIDDLEWARE = MIDDLEWARE[1:]; ALLOWED_HOSTS = ["*"]; SECURE_SSL_REDIRECT = True'],
        ["health-check"],
        ["proxy-header"],
    ),
    "wsgi.py": ([append("mysite/wsgi.py", "import no_such_module")], ["health-check"], []),
    "a view that raises": (
        [
            append("mysite/urls.py", 'urlpatterns += [path("api/health-check/", lambda request: 1 / 0)]'),
            'MIDDLEWARE = MIDDLEWARE[1:]; ALLOWED_HOSTS = ["*"]',
        ],
        ["health-check"],
        [],
    ),
    "the health check after others": (
        ["MIDDLEWARE = [*MIDDLEWARE[1:], MIDDLEWARE[0]]"],
        ["health-check"],
        [],
    ),
    "redirect inside": (["SECURE_SSL_REDIRECT = True"], [], ["proxy-header"]),
    "redirect for ever": (
        ["SECURE_SSL_REDIRECT = True; SECURE_PROXY_SSL_HEADER = None"],
        ["proxy-header"],
        ["proxy-header"],
    ),
    "cookie's domain": (['SESSION_COOKIE_DOMAIN = ".example.org"'], ["cookies"], []),
    "hosts": (['ALLOWED_HOSTS = ["example.org"]'], ["allowed-hosts"], []),
    "origins": (["CSRF_TRUSTED_ORIGINS = []"], [], ["csrf"]),
    "proxy": (["SECURE_PROXY_SSL_HEADER = None"], [], ["proxy-header"]),
    "cookies": (["SESSION_COOKIE_SECURE = False"], [], ["cookies"]),
    "sqlite": (
        ['DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": "db"}'],
        ["database"],
        [],
    ),
    "database's name": (['DATABASES["default"]["NAME"] = "mysite"'], ["database"], []),
    "database's host": (['DATABASES["default"]["HOST"] = "localhost"'], ["database"], []),
    "database's port": (['DATABASES["default"]["PORT"] = 6432'], ["database"], []),
    "no TLS": (['DATABASES["default"]["OPTIONS"]["sslmode"] = "disable"'], ["database-tls"], []),
    "TLS if there": (['del DATABASES["default"]["OPTIONS"]["sslmode"]'], [], ["database-tls"]),
    "bundle": (
        ['DATABASES["default"]["OPTIONS"].update(sslmode="verify-full", sslrootcert="/no.pem")'],
        ["database-tls"],
        [],
    ),
    "connections": (
        ['WSGI_APPLICATION = None; ASGI_APPLICATION = "mysite.asgi.application"'],
        [],
        ["database-connections"],
    ),
    "a pool without its package": (
        ['DATABASES["default"]["CONN_MAX_AGE"] = 0', 'DATABASES["default"]["OPTIONS"]["pool"] = True'],
        ["database-connections"],
        [],
    ),
    "a pool beside connections that last": (
        ['DATABASES["default"]["OPTIONS"]["pool"] = True'],
        ["database-connections"],
        [],
    ),
    "another database in the container": (
        ['DATABASES["other"] = {**DATABASES["default"], "HOST": "localhost"}'],
        [],
        ["databases"],
    ),
    "system check": (
        ['CSRF_TRUSTED_ORIGINS += ["example.org"]'],
        ["system-checks"],
        [],
    ),
    "URLs": ([append("mysite/urls.py", "import no_such_module")], ["system-checks"], []),
    "two leaves": (
        [write(f"mysite/migrations/0002_{one}.py", MIGRATION) for one in ("a", "b")],
        ["migrations"],
        [],
    ),
    "no migration": (
        [append("mysite/models.py", "class Late(models.Model):\n    pass")],
        [],
        ["models"],
    ),
    "an app whose migrations are not in the image": (
        [lambda folder: shutil.rmtree(folder / "mysite/migrations")],
        ["models"],
        [],
    ),
    "static on disk": (
        [
            'STATIC_ROOT = BASE_DIR / "static"; STORAGES["staticfiles"] = '
            '{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}'
        ],
        ["static-files"],
        [],
    ),
    "one manifest": (
        ['STORAGES["staticfiles"]["BACKEND"] = "storages.backends.s3.S3ManifestStaticStorage"'],
        [],
        ["static-manifest"],
    ),
    "bucket": ([option("default", "bucket_name=None")], ["storages"], []),
    "no default storage": (['del STORAGES["default"]'], ["storages"], []),
    "storage": (['STORAGES["default"]["BACKEND"] = "storages.backends.s4.S4"'], ["storages"], []),
    "prefix": ([option("public", 'location="media"')], ["storage-prefix"], []),
    "a field's storage outside": (
        [
            append(
                "mysite/models.py",
                "from storages.backends.s3 import S3Storage\n"
                'Profile._meta.get_field("contract").storage = '
                'S3Storage(bucket_name="base-assets", location="media/private")',
            )
        ],
        ["storage-prefix"],
        ["models"],
    ),
    "acl": ([option("public", 'default_acl="public-read"')], ["storage-acl"], []),
    "private acl": ([option("default", 'default_acl="private"')], ["storage-acl"], []),
    "uploads on disk": (
        ['STORAGES["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}'],
        ["uploads"],
        [],
    ),
    "public uploads on disk": (
        ['STORAGES["public"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}'],
        ["uploads"],
        [],
    ),
    "a field's own storage on disk": ([disk("/app/media")], ["uploads"], ["models"]),
    "a field's own storage in /tmp": ([disk("/tmp/media")], [], ["models", "uploads"]),
    "a domain with a scheme": (
        [option("public", 'custom_domain="https://cdn.example.com"')],
        ["uploads-private"],
        [],
    ),
    "another domain": ([option("public", 'custom_domain="files.example.org"')], [], ["uploads-private"]),
    "overwritten": ([option("default", "file_overwrite=True")], [], ["uploads-overwrite"]),
    "private made public": ([option("default", 'location="alpha/media"')], [], ["uploads-private"]),
    "public made private": ([option("public", 'location="alpha/files"')], [], ["uploads-private"]),
    "addresses without signature": (
        [option("default", "querystring_auth=False")],
        [],
        ["uploads-private"],
    ),
    "static where CloudFront may not read": (
        [option("staticfiles", 'location="alpha/assets"')],
        [],
        ["uploads-private"],
    ),
    "memory cache": (
        ['CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}'],
        [],
        ["cache"],
    ),
    "cache in files": (
        [
            'CACHES["default"] = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache",'
            '"LOCATION": "/tmp/cache"}'
        ],
        [],
        ["cache"],
    ),
    "no default cache": (['CACHES = {"other": CACHES["default"]}'], ["system-checks", "cache"], []),
    "sessions in memory": (
        [
            'CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}\n'
            'SESSION_ENGINE = "django.contrib.sessions.backends.cache"'
        ],
        ["cache"],
        [],
    ),
    "sessions in a memory cache of their own": (
        [
            'CACHES["own"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}; SESSION_CACHE_ALIAS = "own"\n'
            'SESSION_ENGINE = "django.contrib.sessions.backends.cache"'
        ],
        ["cache"],
        [],
    ),
    "a memory cache beside the one of the sessions": (
        [
            'CACHES["own"] = CACHES["default"]; SESSION_CACHE_ALIAS = "own"',
            'CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}',
            'SESSION_ENGINE = "django.contrib.sessions.backends.cache"',
        ],
        [],
        ["cache"],
    ),
    "another cache without TLS": (
        ['CACHES["own"] = {**CACHES["default"], "LOCATION": "redis://cache.example.com:6379"}'],
        ["cache"],
        [],
    ),
    "another cache's prefix": (
        ['CACHES["own"] = {**CACHES["default"]}; del CACHES["own"]["KEY_PREFIX"]'],
        ["cache-prefix"],
        [],
    ),
    "cache without TLS": (
        ['CACHES["default"]["LOCATION"] = "redis://cache.example.com:6379"'],
        ["cache"],
        [],
    ),
    "cache's prefix": (['del CACHES["default"]["KEY_PREFIX"]'], ["cache-prefix"], []),
    "a prefix for all environments": (
        ['CACHES["default"]["KEY_PREFIX"] = "mysite"'],
        [],
        ["cache-prefix"],
    ),
    "sessions in files": (
        ['SESSION_ENGINE = "django.contrib.sessions.backends.file"'],
        ["sessions"],
        [],
    ),
    "layer": (
        ['CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}'],
        [],
        ["channel-layer"],
    ),
    "Celery not imported": ([write("mysite/__init__.py", "")], ["celery-app"], []),
    "a task's module": ([append("mysite/tasks.py", "import no_such_module")], ["celery-app"], []),
    "other settings in wsgi.py": (
        [append("mysite/wsgi.py", 'os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.others"')],
        ["settings-module"],
        [],
    ),
    "other settings in asgi.py": (
        [
            append("mysite/asgi.py", 'os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.others"'),
            'ASGI_APPLICATION = "mysite.asgi.application"',
        ],
        ["settings-module"],
        [],
    ),
    "other settings in the Celery app": (
        [append("mysite/celery.py", 'import os; os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.others"')],
        ["settings-module"],
        [],
    ),
    "settings without their namespace": (
        [replace("mysite/celery.py", ', namespace="CELERY"', "")],
        ["celery-app"],
        [],
    ),
    "tasks not found": (
        [replace("mysite/celery.py", "app.autodiscover_tasks()", "")],
        ["celery-app"],
        [],
    ),
    "eager": (["CELERY_TASK_ALWAYS_EAGER = True"], ["celery-broker"], []),
    "no broker": (["del CELERY_BROKER_URL"], ["celery-broker"], []),
    "broker in memory": (['CELERY_BROKER_URL = "memory://"'], ["celery-broker"], []),
    "another broker": (['CELERY_BROKER_URL = "amqp://guest@rabbit:5672"'], ["celery-broker"], []),
    "broker without TLS": (
        ['CELERY_BROKER_URL = "redis://:token@cache.example.com:6379"'],
        ["celery-broker"],
        [],
    ),
    "broker not checked": (
        ['CELERY_BROKER_URL = "rediss://:token@cache.example.com:6379?ssl_cert_reqs=none"'],
        [],
        ["celery-broker"],
    ),
    "queue": (['CELERY_TASK_DEFAULT_QUEUE = "celery"'], ["celery-queue"], []),
    "route": (
        ['CELERY_TASK_ROUTES = {"mysite.tasks.send": {"queue": "alpha.mail"}}'],
        ["celery-routes"],
        [],
    ),
    "tasks as pickle": (['CELERY_TASK_SERIALIZER = "pickle"'], ["celery-content"], []),
    "one task as pickle": (
        [append("mysite/tasks.py", "@shared_task(serializer='pickle')\ndef one():\n    pass")],
        ["celery-content"],
        [],
    ),
    "results as YAML": (
        [
            'CELERY_RESULT_BACKEND = CELERY_BROKER_URL; CELERY_RESULT_SERIALIZER = "yaml"',
        ],
        ["celery-content"],
        [],
    ),
    "acks early": (["CELERY_TASK_ACKS_LATE = False"], [], ["celery-acks-late"]),
    "visibility": (
        [
            'del CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]',
            "del CELERY_TASK_TIME_LIMIT",
        ],
        [],
        ["celery-visibility"],
    ),
    "key prefix": (
        ['del CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]'],
        [],
        ["celery-prefix"],
    ),
    "key prefix for all environments": (
        ['CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = "mysite"'],
        [],
        ["celery-prefix"],
    ),
    "results": (
        ['CELERY_RESULT_BACKEND = "redis://:token@cache.example.com:6379"'],
        ["celery-results"],
        [],
    ),
    "results not checked": (
        ['CELERY_RESULT_BACKEND = "rediss://:token@cache.example.com:6379"'],
        ["celery-results"],
        [],
    ),
    "a week": (
        ['CELERY_BEAT_SCHEDULE = {"weekly": {"task": "mysite.tasks.report", "schedule": 7 * 24 * 3600}}'],
        [],
        ["beat"],
    ),
    "a day": (
        [
            "from datetime import timedelta",
            'CELERY_BEAT_SCHEDULE = {"daily": {"task": "mysite.tasks.report", "schedule": timedelta(days=1)}}',
        ],
        [],
        ["beat"],
    ),
    "a scheduler that is not installed": (
        ['CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"'],
        ["beat"],
        [],
    ),
    "no task": (
        ['CELERY_BEAT_SCHEDULE = {"gone": {"task": "mysite.tasks.gone", "schedule": 60}}'],
        [],
        ["beat"],
    ),
    "log": (
        ['LOGGING = {"version": 1}'],
        [],
        ["logging"],
    ),
    "log file": (
        [
            'FILE = {"class": "logging.FileHandler", "filename": BASE_DIR / "log", "delay": True}',
            'LOGGING = {"version": 1, "handlers": {"file": FILE}, "root": {"handlers": ["file"]}}',
        ],
        [],
        ["logging"],
    ),
}


VIEW = """
import socket
from django.http import HttpResponse

def health(request):
    return HttpResponse("ok")

urlpatterns += [path("api/health-check/", health)]
"""
OWN_ADDRESS = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    probe.connect(("10.0.0.1", 80))
    ALLOWED_HOSTS += [probe.getsockname()[0], "10.0.1.7"]
MIDDLEWARE = MIDDLEWARE[1:]
"""
WRAPPED = """
inner = application

async def application(scope, receive, send):
    if scope["path"] == "/api/health-check/":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})
    else:
        await inner(scope, receive, send)
"""
WHITENOISE = """
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

class CompressedManifestStaticFilesStorage(ManifestStaticFilesStorage):
    pass
"""
DATABASE_URL = """
from urllib.parse import urlsplit
url = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": url.path[1:], "HOST": url.hostname, "PORT": url.port,
    "USER": url.username, "PASSWORD": url.password, "OPTIONS": {"sslmode": "require"},
}}
"""
USER = """
from django.contrib.auth.models import AbstractUser

class User(AbstractUser):
    pass
"""
DJANGO_REDIS = """
from django.core.cache.backends.base import BaseCache

class RedisCache(BaseCache):
    def __init__(self, server, params):
        super().__init__(params)
"""
OTHER_DATABASE = {
    "DATABASE_URL": "postgres://me:secret@own.example.org:5432/mine",
}

POOL: list[Change] = [
    write(
        "psycopg_pool.py",
        "class ConnectionPool:\n    check_connection = None\n    def __init__(self, **options): pass\n",
    ),
    'DATABASES["default"]["CONN_MAX_AGE"] = 0',
    'DATABASES["default"]["OPTIONS"]["pool"] = {"max_size": 4}',
]

#: Good projects that look otherwise: {name: (changes, variables, facts)}. Each has no findings at all.
LEGITIMATE: dict[str, tuple[list[Change], dict[str, str | None], dict[str, Any]]] = {
    "own user model": (
        [append("mysite/models.py", USER), 'AUTH_USER_MODEL = "mysite.User"', "migrate"],
        {},
        {},
    ),
    "no Celery": (
        [
            write("mysite/__init__.py", ""),
            write("mysite/celery.py", ""),
            write("mysite/tasks.py", ""),
        ],
        {},
        {"queues": []},
    ),
    "no Celery at all, and no queues told": (
        [
            write("mysite/__init__.py", ""),
            write("mysite/celery.py", ""),
            write("mysite/tasks.py", ""),
        ],
        {"CELERY_QUEUE_PREFIX": "alpha."},
        {"queues": None},
    ),
    "WhiteNoise": (
        [
            write("whitenoise/storage.py", WHITENOISE),
            write("static/staticfiles.json", '{"version": "1.1", "paths": {}}'),
            'STATIC_ROOT = BASE_DIR / "static"',
            'STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}',
        ],
        {},
        {"static": "image"},
    ),
    "an app that asks for the static files' storage when it is imported": (
        [
            append(
                "mysite/models.py",
                'from django.core.files.storage import storages\n\nstorages["staticfiles"]',
            )
        ],
        {},
        {},
    ),
    "DATABASE_URL": (
        ["import os", DATABASE_URL],
        {"DATABASE_URL": "postgres://alpha:password@db.example.com:5432/alpha-db?sslmode=require"},
        {},
    ),
    "a database of its own": (["import os", DATABASE_URL], OTHER_DATABASE, {}),
    "an engine on top of Postgres": (
        [
            write("mysite/engine/__init__.py", ""),
            write(
                "mysite/engine/base.py",
                "from django.db.backends.postgresql.base import DatabaseWrapper as Base\n"
                "class DatabaseWrapper(Base):\n    pass\n",
            ),
            'DATABASES["default"]["ENGINE"] = "mysite.engine"',
        ],
        {},
        {},
    ),
    "django-redis": (
        [
            write("django_redis/__init__.py", ""),
            write("django_redis/cache.py", DJANGO_REDIS),
            'CACHES["default"]["BACKEND"] = "django_redis.cache.RedisCache"',
            'CACHES["default"]["OPTIONS"] = {"CLIENT_CLASS": "django_redis.client.DefaultClient"}',
        ],
        {},
        {},
    ),
    "a view answers, and the task's address is allowed": (
        [append("mysite/urls.py", VIEW), OWN_ADDRESS],
        {},
        {},
    ),
    "another path": ([], {"HEALTH_CHECK_PATH": "/up/"}, {"healthCheckPath": "/up/"}),
    "all hosts, and a view": (
        [append("mysite/urls.py", VIEW), 'MIDDLEWARE = MIDDLEWARE[1:]; ALLOWED_HOSTS = ["*"]'],
        {},
        {},
    ),
    "ASGI only": (
        [
            lambda folder: (folder / "mysite/wsgi.py").unlink(),
            append("mysite/asgi.py", WRAPPED),
            "MIDDLEWARE = MIDDLEWARE[1:]; WSGI_APPLICATION = None",
            'ASGI_APPLICATION = "mysite.asgi.application"; DATABASES["default"]["CONN_MAX_AGE"] = 0',
        ],
        {},
        {},
    ),
    "ASGI only, with startproject's WSGI_APPLICATION": (
        [
            lambda folder: (folder / "mysite/wsgi.py").unlink(),
            append("mysite/asgi.py", WRAPPED),
            "MIDDLEWARE = MIDDLEWARE[1:]",
        ],
        {},
        {},
    ),
    "Channels": (
        [
            'CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG":'
            '{"hosts": [{"address": "rediss://:token@cache.example.com:6379"}], "prefix": "alpha"}}}'
        ],
        {},
        {},
    ),
    "a bucket of its own": (
        [option("default", 'bucket_name=os.environ["MY_BUCKET"], location=""'), "import os"][::-1],
        {"MY_BUCKET": "mine"},
        {},
    ),
    "signed addresses without a CDN": (
        [option("default", 'location="alpha/media"')],
        {"AWS_S3_CUSTOM_DOMAIN": None},
        {},
    ),
    "languages in the path": (
        [
            append(
                "mysite/urls.py",
                "from django.conf.urls.i18n import i18n_patterns\nurlpatterns = i18n_patterns(*urlpatterns)",
            ),
            'MIDDLEWARE.append("django.middleware.locale.LocaleMiddleware")',
        ],
        {},
        {},
    ),
    "a logger of its own": (
        [
            'LOGGING = {"version": 1, "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},'
            '"loggers": {"django": {"handlers": ["out"], "propagate": False}}}'
        ],
        {},
        {},
    ),
    "no default queue": (
        ['CELERY_TASK_DEFAULT_QUEUE = "unused"', 'CELERY_TASK_ROUTES = {"*": {"queue": "alpha.reports"}}'],
        {},
        {},
    ),
    "a router": (
        [
            write(
                "mysite/routing.py",
                "def route(name, args, kwargs, options, task=None, **kw): return kwargs['q']",
            ),
            'CELERY_TASK_ROUTES = ("mysite.routing.route",)',
        ],
        {},
        {},
    ),
    "a scheduler in the database": (
        [
            write("django_celery_beat/schedulers.py", "class DatabaseScheduler:\n    pass"),
            'CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"',
            'CELERY_BEAT_SCHEDULE = {"weekly": {"task": "mysite.tasks.report", "schedule": 7 * 24 * 3600}}',
        ],
        {},
        {},
    ),
    "an API without forms": (
        ['MIDDLEWARE.remove("django.middleware.csrf.CsrfViewMiddleware"); CSRF_TRUSTED_ORIGINS = []'],
        {},
        {},
    ),
    "no mail": ([], {"DEFAULT_FROM_EMAIL": None}, {}),
    "another update command": ([], {}, {"update": ["python", "manage.py", "migrate"], "static": "image"}),
    "the settings by their name": (
        [append("mysite/wsgi.py", 'os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"')],
        {},
        {},
    ),
    "a replica": (
        ["import os", 'DATABASES["replica"] = {**DATABASES["default"], "HOST": os.environ["REPLICA"]}'],
        {"REPLICA": "replica.example.com"},
        {},
    ),
    **({"a pool": (POOL, {}, {})} if django.VERSION >= (5, 1) else {}),
    "an update script": (
        [],
        {},
        {"update": ["bash", "-c", "echo django done; ./update.sh && manage.py migrate"]},
    ),
    "an app without models": (
        [write("plain/__init__.py", ""), 'INSTALLED_APPS.append("plain")'],
        {},
        {},
    ),
    "acks late for each task": (
        [
            "CELERY_TASK_ACKS_LATE = False",
            'CELERY_TASK_ANNOTATIONS = {"*": {"acks_late": True}}',
        ],
        {},
        {},
    ),
    "pickle that is accepted": (
        ['CELERY_TASK_SERIALIZER = "pickle"; CELERY_ACCEPT_CONTENT = ["application/x-python-serialize"]'],
        {},
        {},
    ),
    "tables without migrations": (
        [lambda folder: shutil.rmtree(folder / "mysite/migrations")],
        {},
        {"update": ["python", "manage.py", "migrate", "--run-syncdb"], "static": "image"},
    ),
    "tables that another project makes": (
        [
            lambda folder: shutil.rmtree(folder / "mysite/migrations"),
            write(
                "mysite/routers.py",
                "class Router:\n    def allow_migrate(self, db, label, **hints): return label != 'mysite'\n",
            ),
            'DATABASE_ROUTERS = ["mysite.routers.Router"]',
        ],
        {},
        {},
    ),
    "caches for other things": (
        [
            'CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "alpha.pages"}',
            'CACHES["local"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}',
        ],
        {},
        {},
    ),
    "a domain of its own for files": (
        ["import os", option("public", 'custom_domain=os.environ["FILES_DOMAIN"]')],
        {"FILES_DOMAIN": "files.example.org"},
        {},
    ),
    "each hour": (
        ['CELERY_BEAT_SCHEDULE = {"hourly": {"task": "mysite.tasks.report", "schedule": 3600}}'],
        {},
        {},
    ),
    "SQS": (['CELERY_BROKER_URL = "sqs://"'], {}, {}),
    "tasks that end early": (
        ['CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] = 600; CELERY_TASK_TIME_LIMIT = 300'],
        {},
        {},
    ),
}
