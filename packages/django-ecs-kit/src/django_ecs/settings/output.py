"""Log lines and tracebacks on standard error, where ECS takes them from."""

from __future__ import annotations

from typing import Any

from django_ecs.environment import Environment


def configure(settings: dict[str, Any], environment: Environment) -> None:
    """`LOGGING`, unless the project has its own: Django by itself writes no traceback when DEBUG is off."""
    if settings.get("LOGGING"):
        return
    settings["LOGGING"] = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "null": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": environment.get("LOG_LEVEL") or "INFO"},
        "loggers": {
            # Its own handlers mail to ADMINS, and write only when DEBUG is on.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Scanners ask for hosts that aren't ours all day.
            "django.security.DisallowedHost": {"handlers": ["null"], "propagate": False},
        },
    }
