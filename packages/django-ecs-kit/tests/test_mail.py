"""`configure()` and mail: one of two libraries for SES, with the settings of old or Django 6.1's MAILERS."""

from __future__ import annotations

from typing import Any

import django
import pytest

from django_ecs.settings import mail as mail_part
from support import configured

SIX_ONE = django.VERSION >= (6, 1)

ANYMAIL = "anymail.backends.amazon_ses.EmailBackend"
SENDERS = {"DEFAULT_FROM_EMAIL": "noreply@example.com", "SERVER_EMAIL": "noreply@example.com"}


def test_mail() -> None:
    backend = {"MAILERS": {"default": {"BACKEND": ANYMAIL}}} if SIX_ONE else {"EMAIL_BACKEND": ANYMAIL}
    assert configured(None, "mail") == {**SENDERS, **backend}


def test_mail_of_a_project_with_the_settings_of_old() -> None:
    before = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "localhost"}
    assert configured(dict(before), "mail") == {**before, **SENDERS, "EMAIL_BACKEND": ANYMAIL}


@pytest.mark.parametrize(
    "own",
    [{"EMAIL_BACKEND": "anymail.backends.sendgrid.EmailBackend"}]
    + ([{"MAILERS": {"default": {"BACKEND": "mine.Backend"}}}] if SIX_ONE else []),
)
def test_mail_through_a_backend_of_ones_own(own: dict[str, Any]) -> None:
    assert configured(dict(own), "mail") == {**own, **SENDERS}


def test_mail_that_the_app_may_not_send() -> None:
    assert configured(None, "mail", DEFAULT_FROM_EMAIL=None) == {}


def test_mail_through_django_ses_asks_for_no_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_part, "find_spec", lambda name: object() if name == "django_ses" else None)
    settings = configured({"EMAIL_HOST": "localhost"}, "mail")
    assert settings == {
        "EMAIL_HOST": "localhost",
        **SENDERS,
        "EMAIL_BACKEND": "django_ses.SESBackend",
        "AWS_SES_AUTO_THROTTLE": None,
        "USE_SES_V2": True,
    }


def test_mail_without_a_library_for_ses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_part, "find_spec", lambda _: None)
    assert configured(None, "mail") == SENDERS
