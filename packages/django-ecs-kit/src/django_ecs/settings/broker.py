"""The Redis or Valkey server that the apps of a base share: the cache, and Celery's broker."""

from __future__ import annotations

import os
import ssl
from typing import Any

from django_ecs.environment import Environment

#: Seconds until a task that nobody confirmed is handed to another worker, where the stack doesn't say.
#: Too short runs long tasks twice at the same time.
UNKNOWN_VISIBILITY_TIMEOUT = 12 * 60 * 60
_REDIS = ("redis://", "rediss://")


def configure_cache(settings: dict[str, Any], environment: Environment) -> None:
    default = {
        "BACKEND": "django_ecs.cache.AppRedisCache",
        "LOCATION": environment.required("REDIS_URL"),
        "KEY_PREFIX": environment.required("CACHE_KEY_PREFIX"),
        "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5, "health_check_interval": 30},
    }
    settings["CACHES"] = {**settings.get("CACHES", {}), "default": default}


def configure_celery(settings: dict[str, Any], environment: Environment) -> None:
    """Settings of a Celery app with `config_from_object("django.conf:settings", namespace="CELERY")`.

    A task that a stopping worker can't finish goes back to its queue and starts over, so it must bear to run twice.
    Results that the project keeps in Redis go to the stack's server, too. Celery takes the variables CELERY_BROKER_URL
    and CELERY_RESULT_BACKEND before its settings: where they are a Redis, they become the stack's server, too.
    """
    prefix = environment.required("CELERY_QUEUE_PREFIX")
    options = {
        **settings.get("CELERY_BROKER_TRANSPORT_OPTIONS", {}),
        "visibility_timeout": environment.seconds("CELERY_VISIBILITY_TIMEOUT", UNKNOWN_VISIBILITY_TIMEOUT),
        # Without it `inspect` and `shutdown` reach the workers of other apps.
        "global_keyprefix": prefix,
    }
    url = _checked(environment.required("REDIS_URL"))
    settings.update(
        CELERY_BROKER_URL=url,
        CELERY_BROKER_TRANSPORT_OPTIONS=options,
        CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP=True,
        CELERY_TASK_DEFAULT_QUEUE=environment.required("CELERY_TASK_DEFAULT_QUEUE"),
        CELERY_TASK_ACKS_LATE=True,
        CELERY_WORKER_PREFETCH_MULTIPLIER=1,
        CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT=environment.seconds("CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT", 0),
        # A task that can't be confirmed any more is handed to another worker: it must not run here, too.
        CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS=True,
    )
    results = os.environ.get("CELERY_RESULT_BACKEND") or str(settings.get("CELERY_RESULT_BACKEND", ""))
    for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
        if os.environ.get(name, "").startswith(_REDIS):
            os.environ[name] = url
    if results.startswith(_REDIS):
        settings["CELERY_RESULT_BACKEND"] = url
        settings["CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS"] = {
            **settings.get("CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS", {}),
            "global_keyprefix": prefix,
        }
    # These go before what the URL says.
    for name in ("CELERY_BROKER_USE_SSL", "CELERY_REDIS_BACKEND_USE_SSL"):
        if isinstance(settings.get(name), dict):
            settings[name] = {**settings[name], "ssl_cert_reqs": ssl.CERT_REQUIRED}
    limit = environment.seconds("CELERY_TASK_TIME_LIMIT")
    if limit:
        settings["CELERY_TASK_TIME_LIMIT"] = limit
    if "CELERY_TASK_ROUTES" in settings:
        settings["CELERY_TASK_ROUTES"] = _own_queues(settings["CELERY_TASK_ROUTES"], prefix)


def _checked(url: str) -> str:
    """Celery checks the server's certificate only when it is told to."""
    if not url.startswith("rediss://") or "ssl_cert_reqs=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}ssl_cert_reqs=required"


def _own_queues(routes: Any, prefix: str) -> Any:
    """Routes with the names of the queues as the app's workers consume them."""
    if isinstance(routes, dict):
        return {pattern: _own_queue(route, prefix) for pattern, route in routes.items()}
    if isinstance(routes, (list, tuple)):
        return type(routes)(_own_queues(one, prefix) for one in routes)
    return routes


def _own_queue(route: Any, prefix: str) -> Any:
    if isinstance(route, str):
        return route if route.startswith(prefix) else prefix + route
    if isinstance(route, dict) and isinstance(route.get("queue"), str):
        return {**route, "queue": _own_queue(route["queue"], prefix)}
    return route
