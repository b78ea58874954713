"""The app's own database, over TLS."""

from __future__ import annotations

import os.path
from typing import Any

from django_ecs.environment import Environment

#: Where images keep the certificates that RDS's own are signed with: https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
RDS_BUNDLES = (
    "/usr/local/share/global-bundle.pem",
    "/usr/local/share/rds/global-bundle.pem",
    "/etc/ssl/certs/global-bundle.pem",
    "/etc/ssl/certs/rds-global-bundle.pem",
    "/app/global-bundle.pem",
)


def configure(settings: dict[str, Any], environment: Environment) -> None:
    """`DATABASES["default"]`. An engine for Postgres of the project's own (PostGIS, say) and its OPTIONS are kept.

    `DATABASE_STATEMENT_TIMEOUT_SECONDS` ends statements that take longer: set it in the stack for gunicorn, not for
    the update task, whose migrations may take long.
    """
    before = settings.get("DATABASES", {}).get("default", {})
    if "postg" not in before.get("ENGINE", ""):
        before = {"ENGINE": "django.db.backends.postgresql"}
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
        "NAME": environment.required("POSTGRES_NAME"),
        "HOST": environment.required("POSTGRES_SERVICE_HOST"),
        "PORT": environment.required("POSTGRES_SERVICE_PORT"),
        "USER": environment.required("POSTGRES_USER"),
        "PASSWORD": environment.required("POSTGRES_PASSWORD"),
        "CONN_MAX_AGE": age,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
    settings["DATABASES"] = {**settings.get("DATABASES", {}), "default": default}


def _tls(environment: Environment) -> dict[str, str]:
    """Whose certificate is checked needs RDS's bundle; without it the connection is encrypted at least."""
    chosen = environment.get("PGSSLROOTCERT")
    bundle = chosen or next((path for path in RDS_BUNDLES if os.path.isfile(path)), None)  # noqa: PTH113
    if bundle is None:
        return {"sslmode": "require"}
    return {"sslmode": "verify-full", "sslrootcert": bundle}
