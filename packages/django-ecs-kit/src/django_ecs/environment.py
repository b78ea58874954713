"""The variables that the stack gives a container, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Mapping

#: Variable to the setting of the stack that it follows from, as in ENVIRONMENT.md of pulumi-aws-django.
SOURCES: dict[str, str] = {
    "APP_NAME": "the name of the app",
    "FRONTEND_URL": "hostName",
    "DJANGO_ALLOWED_HOSTS": "hostName, and the internal name where serviceDiscovery is on",
    "HEALTH_CHECK_PATH": "gunicorn.route.healthCheckPath",
    "DJANGO_SECRET_KEY": "secret: made by the app, kept in Secrets Manager",
    "POSTGRES_NAME": "the name of the app",
    "POSTGRES_SERVICE_HOST": "base.database.host",
    "POSTGRES_SERVICE_PORT": "base.database.port",
    "POSTGRES_USER": "secret: made by the app; the secret base.database.secretArn where database.enabled is false",
    "POSTGRES_PASSWORD": "secret: made by the app, kept in Secrets Manager; as POSTGRES_USER",
    "REDIS_URL": "secret: the secret base.cache.secretArn, key url",
    "CACHE_KEY_PREFIX": "the name of the app",
    "CELERY_QUEUE_PREFIX": "the name of the app",
    "CELERY_TASK_DEFAULT_QUEUE": "the name of the app",
    "CELERY_TASK_TIME_LIMIT": "workers.<name>.taskTimeoutSeconds",
    "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": "workers.<name>.taskTimeoutSeconds",
    "CELERY_VISIBILITY_TIMEOUT": "the longest workers.<name>.taskTimeoutSeconds",
    "S3_BUCKET_NAME": "base.assets.bucketName",
    "AWS_LOCATION": "the name of the app",
    "AWS_S3_CUSTOM_DOMAIN": "base.assets.cdnHostName",
    "DEFAULT_FROM_EMAIL": "base.mail.domainName",
}

#: The path that the load balancer asks where the stack says no other.
HEALTH_CHECK_PATH = "/api/health-check/"


def in_container(variables: Mapping[str, str] | None = None) -> bool:
    """Whether this process has the environment of a stack: `APP_NAME`, or what ECS itself gives every task."""
    given = os.environ if variables is None else variables
    return bool(given.get("APP_NAME") or given.get("ECS_CONTAINER_METADATA_URI_V4"))


class Environment:
    """Reads variables and collects what is wrong with them, so that one error can tell all of it."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: list[str] = []

    def get(self, name: str) -> str | None:
        """The value, or None where the variable is absent or empty."""
        return self.variables.get(name) or None

    def required(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            self.problems.append(f"{name} is missing. The stack gives it from: {SOURCES[name]}.")
        return value or ""

    def seconds(self, name: str, default: float | None = None) -> float | None:
        value = self.get(name)
        if value is None:
            return default
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if number < 0:
            source = SOURCES.get(name)
            where = "" if source is None else f" The stack gives it from: {source}."
            self.problems.append(f'{name} is "{value}". Write a number of seconds.{where}')
        return int(number) if number.is_integer() else number
