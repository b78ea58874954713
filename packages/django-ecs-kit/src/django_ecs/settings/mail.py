"""Mail through SES, with the rights of the task."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import django.conf

from django_ecs.environment import Environment


def configure(settings: dict[str, Any], environment: Environment) -> None:
    """Sender and backend, where the app may send mail. A backend of the project's own that isn't one of Django's is
    kept. Without django-anymail or django-ses the backend stays what it is.
    """
    sender = environment.get("DEFAULT_FROM_EMAIL")
    if sender is None:
        return
    settings.update(DEFAULT_FROM_EMAIL=sender, SERVER_EMAIL=environment.get("SERVER_EMAIL") or sender)
    backend = _installed()
    if backend is None:
        return
    if backend.startswith("django_ses."):
        # It would ask for the quota before each mail, which the role doesn't allow.
        settings.setdefault("AWS_SES_AUTO_THROTTLE", None)
        settings.setdefault("USE_SES_V2", True)
    if _has_mailers(settings):
        mailers = settings.get("MAILERS", {})
        if _replaceable(mailers.get("default", {}).get("BACKEND")):
            settings["MAILERS"] = {**mailers, "default": {"BACKEND": backend}}
    elif _replaceable(settings.get("EMAIL_BACKEND")):
        settings["EMAIL_BACKEND"] = backend


def _installed() -> str | None:
    if find_spec("anymail") is not None and find_spec("boto3") is not None:
        return "anymail.backends.amazon_ses.EmailBackend"
    return "django_ses.SESBackend" if find_spec("django_ses") is not None else None


def _has_mailers(settings: dict[str, Any]) -> bool:
    """Django 6.1 has MAILERS, and refuses the settings of old beside it."""
    former: set[str] | None = getattr(django.conf, "DEPRECATED_EMAIL_SETTINGS", None)
    return former is not None and ("MAILERS" in settings or former.isdisjoint(settings))


def _replaceable(backend: str | None) -> bool:
    return backend is None or backend.startswith("django.core.mail.")
