"""Mail through SES, with the rights of the task."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import django.conf

from django_ecs.environment import Environment

#: What EMAIL_HOST is where nobody has set it.
LOCAL = (None, "", "localhost", "127.0.0.1")


def configure(settings: dict[str, Any], environment: Environment) -> None:
    """Sender and backend, where the app may send mail. A backend of the project's own that isn't one of Django's is
    kept, and so is another mail server. Without django-anymail or django-ses sending a mail says what to install.
    """
    sender = environment.get("DEFAULT_FROM_EMAIL")
    if sender is None:
        return
    settings.update(DEFAULT_FROM_EMAIL=sender, SERVER_EMAIL=environment.get("SERVER_EMAIL") or sender)
    backend = _installed()
    if backend.startswith("django_ses."):
        # By itself it goes to us-east-1, and asks for the quota before each mail, which the role doesn't allow.
        region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
        if region is not None:
            settings.setdefault("AWS_SES_REGION_NAME", region)
        settings.setdefault("AWS_SES_AUTO_THROTTLE", None)
        settings.setdefault("USE_SES_V2", True)
    if _has_mailers(settings):
        mailers = settings.get("MAILERS", {})
        default = mailers.get("default", {})
        if _replaceable(default.get("BACKEND"), default.get("OPTIONS", {}).get("host")):
            settings["MAILERS"] = {**mailers, "default": {"BACKEND": backend}}
    elif _replaceable(settings.get("EMAIL_BACKEND"), settings.get("EMAIL_HOST")):
        settings["EMAIL_BACKEND"] = backend


def _installed() -> str:
    if find_spec("anymail") is not None and find_spec("boto3") is not None:
        return "anymail.backends.amazon_ses.EmailBackend"
    return (
        "django_ses.SESBackend" if find_spec("django_ses") is not None else "django_ecs.mail.MissingBackend"
    )


def _has_mailers(settings: dict[str, Any]) -> bool:
    """Django 6.1 has MAILERS, and refuses the settings of old beside it."""
    former: set[str] | None = getattr(django.conf, "DEPRECATED_EMAIL_SETTINGS", None)
    return former is not None and ("MAILERS" in settings or former.isdisjoint(settings))


def _replaceable(backend: str | None, host: str | None) -> bool:
    return (backend is None or backend.startswith("django.core.mail.")) and host in LOCAL
