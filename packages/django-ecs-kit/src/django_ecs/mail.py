"""What mail goes through where nothing is installed that could send it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MissingBackend(BaseEmailBackend):
    """Refuses each mail: it would be lost in the log, or at a mail server that the container doesn't have."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ImproperlyConfigured(
            "Mail can't be sent: neither django-anymail[amazon-ses] nor django-ses is installed. Install one of them, or set "
            "a backend of your own."
        )
