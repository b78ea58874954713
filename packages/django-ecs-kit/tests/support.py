"""A Django project as `startproject` makes it, with the README's snippets in it, and processes that run it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django_ecs.settings import PARTS, configure

PACKAGE = Path(__file__).parent.parent
README = (PACKAGE / "README.md").read_text()
BIN = Path(sys.executable).parent

#: Whether this environment has it.
CELERY = find_spec("celery") is not None

#: Seconds for anything that a loaded machine may take long for.
PATIENCE = 60


def contract(**changed: str | None) -> dict[str, str]:
    """What the stack gives a worker of the app `alpha`, without what None takes out."""
    variables: dict[str, str | None] = {
        "APP_NAME": "alpha",
        "BASE_STACK_NAME": "base",
        "DJANGO_SETTINGS_MODULE": "mysite.settings",
        "DOMAIN_NAME": "example.com",
        "FRONTEND_URL": "https://alpha.example.com",
        "DJANGO_ALLOWED_HOSTS": "alpha.example.com,gunicorn.alpha.internal",
        "HEALTH_CHECK_PATH": "/api/health-check/",
        "DJANGO_SECRET_KEY": "s" * 25 + "0123456789" * 5,
        "POSTGRES_NAME": "alpha-db",
        "POSTGRES_SERVICE_HOST": "db.example.com",
        "POSTGRES_SERVICE_PORT": "5432",
        "POSTGRES_USER": "alpha",
        "POSTGRES_PASSWORD": "password",
        "REDIS_URL": "rediss://:token@cache.example.com:6379",
        "CACHE_KEY_PREFIX": "alpha",
        "CELERY_QUEUE_PREFIX": "alpha.",
        "CELERY_TASK_DEFAULT_QUEUE": "alpha.default",
        "CELERY_TASK_TIME_LIMIT": "7200",
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": "105",
        "CELERY_VISIBILITY_TIMEOUT": "14400",
        "S3_BUCKET_NAME": "base-assets",
        "AWS_LOCATION": "alpha",
        "AWS_S3_CUSTOM_DOMAIN": "cdn.example.com",
        "DEFAULT_FROM_EMAIL": "noreply@example.com",
        "APP_VERSION": "1.2.3",
        **changed,
    }
    return {name: value for name, value in variables.items() if value is not None}


def configured(settings: dict[str, Any] | None = None, *parts: str, **changed: str | None) -> dict[str, Any]:
    result = {} if settings is None else settings
    assert configure(result, parts or tuple(PARTS), contract(**changed))
    return result


def readme_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def make_project(folder: Path) -> Path:
    subprocess.run([BIN / "django-admin", "startproject", "mysite", folder], check=True)
    for block in readme_blocks("python"):
        path = folder / block.splitlines()[0].removeprefix("# ")
        if path.name == "some_parts.py" or (not CELERY and "celery" in block):
            continue
        with path.open("a") as file:
            file.write("\n" + block)
    with (folder / "mysite/urls.py").open("a") as file:
        file.write(URLS)
    # The app of the tasks and models is the project itself.
    settings = folder / "mysite/settings.py"
    text = settings.read_text()
    assert "INSTALLED_APPS = [\n" in text
    settings.write_text(text.replace("INSTALLED_APPS = [\n", 'INSTALLED_APPS = [\n    "mysite",\n', 1))
    return folder


URLS = """

def boom(request):
    raise RuntimeError("boom: the reason")


def host(request):
    from django.http import HttpResponse

    return HttpResponse(f"{request.scheme}://{request.get_host()}")


urlpatterns += [path("boom/", boom), path("host/", host)]
"""


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process: what the machine needs, and the variables. No proxy, no credentials."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    return {
        "PATH": path,
        "PYTHONPATH": str(PACKAGE / "src"),
        "PYTHONUNBUFFERED": "1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-central-1",
        **variables,
    }


def run(
    folder: Path, variables: Mapping[str, str], *command: str, check: bool = True
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment(variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


def start(folder: Path, variables: Mapping[str, str], log: Path, *command: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment(variables), stdout=file, stderr=file
        )


def until(reached: Callable[[], object], what: str) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
