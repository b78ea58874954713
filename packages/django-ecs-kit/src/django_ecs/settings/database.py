"""The app's own database, over TLS."""

from __future__ import annotations

import os.path
from typing import Any
from urllib.parse import unquote, urlsplit

from django_ecs.environment import Environment

#: Where images keep the certificates that RDS's own are signed with: https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
RDS_BUNDLES = (
    "/usr/local/share/global-bundle.pem",
    "/usr/local/share/rds/global-bundle.pem",
    "/etc/ssl/certs/global-bundle.pem",
    "/etc/ssl/certs/rds-global-bundle.pem",
    "/app/global-bundle.pem",
)

#: What Django calls it, and the variable that has it.
VARIABLES = {
    "NAME": "POSTGRES_NAME",
    "HOST": "POSTGRES_SERVICE_HOST",
    "PORT": "POSTGRES_SERVICE_PORT",
    "USER": "POSTGRES_USER",
    "PASSWORD": "POSTGRES_PASSWORD",
}


def configure(settings: dict[str, Any], environment: Environment) -> None:
    """`DATABASES["default"]`. An engine for Postgres of the project's own (PostGIS, say) and its OPTIONS are kept.

    The single variables count, each; `DATABASE_URL` stands in for those that are absent, where the kit is used without a stack.
    `DATABASE_STATEMENT_TIMEOUT_SECONDS` ends statements that take longer: set it in the stack for gunicorn, not for
    the update task, whose migrations may take long.
    """
    before = settings.get("DATABASES", {}).get("default", {})
    if "postg" not in before.get("ENGINE", ""):
        before = {"ENGINE": "django.db.backends.postgresql"}
    url = _parts_of(environment.get("DATABASE_URL") or "")
    options = {"connect_timeout": 10, **before.get("OPTIONS", {}), **_tls(environment)}
    timeout = environment.seconds("DATABASE_STATEMENT_TIMEOUT_SECONDS")
    if timeout:
        # As Postgres takes it: milliseconds.
        options["options"] = (
            f"{options.get('options', '')} -c statement_timeout={round(timeout * 1000)}".strip()
        )
    # Django refuses connections that last beside a pool.
    age = 0 if "pool" in options else before.get("CONN_MAX_AGE", 60)
    default = {
        **before,
        **{
            key: environment.get(name) or url.get(key) or environment.required(name)
            for key, name in VARIABLES.items()
        },
        "CONN_MAX_AGE": age,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
    settings["DATABASES"] = {**settings.get("DATABASES", {}), "default": default}


def _parts_of(url: str) -> dict[str, str]:
    """What of it there is in `postgres://<user>:<password>@<host>:<port>/<name>`."""
    parts = urlsplit(url)
    if not parts.hostname:
        return {}
    return {
        "NAME": unquote(parts.path.removeprefix("/")),
        "HOST": parts.hostname,
        "PORT": str(parts.port or 5432),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def _tls(environment: Environment) -> dict[str, str]:
    """Whose certificate is checked needs RDS's bundle; without it the connection is encrypted at least."""
    chosen = environment.get("PGSSLROOTCERT")
    bundle = chosen or next((path for path in RDS_BUNDLES if os.path.isfile(path)), None)  # noqa: PTH113
    if bundle is None:
        return {"sslmode": "require"}
    return {"sslmode": "verify-full", "sslrootcert": bundle}
