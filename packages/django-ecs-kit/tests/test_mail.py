"""`configure()` and mail: one of two libraries for SES, with the settings of old or Django 6.1's MAILERS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import django
import pytest

from django_ecs.settings import mail as mail_part
from support import PACKAGE, configured, contract, run

SIX_ONE = django.VERSION >= (6, 1)

ANYMAIL = "anymail.backends.amazon_ses.EmailBackend"
SENDERS = {"DEFAULT_FROM_EMAIL": "noreply@example.com", "SERVER_EMAIL": "noreply@example.com"}


OWN = [
    {"BACKEND": "mine.Backend"},
    {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "mail.example.com"}},
]


def test_mail() -> None:
    backend = {"MAILERS": {"default": {"BACKEND": ANYMAIL}}} if SIX_ONE else {"EMAIL_BACKEND": ANYMAIL}
    assert configured(None, "mail") == {**SENDERS, **backend}


def test_mail_of_a_project_with_the_settings_of_old() -> None:
    before = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "localhost"}
    assert configured(dict(before), "mail") == {**before, **SENDERS, "EMAIL_BACKEND": ANYMAIL}


@pytest.mark.parametrize(
    "own",
    [{"EMAIL_BACKEND": "anymail.backends.sendgrid.EmailBackend"}, {"EMAIL_HOST": "mail.example.com"}]
    + ([{"MAILERS": {"default": one}} for one in OWN] if SIX_ONE else []),
)
def test_mail_through_a_backend_of_ones_own(own: dict[str, Any]) -> None:
    assert configured(dict(own), "mail") == {**own, **SENDERS}


def test_mail_that_the_app_may_not_send() -> None:
    assert configured(None, "mail", DEFAULT_FROM_EMAIL=None) == {}


def test_mail_through_django_ses_asks_for_no_quota_and_stays_in_the_region(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail_part, "find_spec", lambda name: object() if name == "django_ses" else None)
    settings = configured({"EMAIL_HOST": "localhost"}, "mail", AWS_REGION="eu-central-1")
    assert settings == {
        "EMAIL_HOST": "localhost",
        **SENDERS,
        "EMAIL_BACKEND": "django_ses.SESBackend",
        "AWS_SES_REGION_NAME": "eu-central-1",
        "AWS_SES_AUTO_THROTTLE": None,
        "USE_SES_V2": True,
    }


SEND = (PACKAGE / "tests/send_mail.py").read_text()


@pytest.mark.parametrize("hidden", ["django_ses", "anymail"])
def test_a_mail_reaches_ses_and_nothing_else_is_asked(project: Path, hidden: str) -> None:
    told = json.loads(run(project, contract(AWS_REGION="eu-central-1"), "-c", SEND, hidden).stdout)
    assert told == {
        "asked": [["sesv2", "SendEmail", "eu-central-1"]],
        "sender": "noreply@example.com",
        "to": "a@example.org",
        "subject": "Hello",
        "parts": ["Body", "attached"],
    }


def test_a_mail_without_a_library_for_ses_says_what_to_install(project: Path) -> None:
    done = run(project, contract(), "-c", SEND, "anymail", "django_ses", check=False)
    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: Mail can't be sent: neither django-anymail[amazon-ses] nor "
        "django-ses is installed. Install one of them, or set a backend of your own."
    )
