"""A trial without a domain: browsers reach the app by HTTP, on the load balancer's own name."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_projects import Change, Checker, by_hand, changed
from support import configured, contract, run
from test_check import OLD

ALB = "base-alb-1234567890.us-east-1.elb.amazonaws.com"
TRIAL: dict[str, str | None] = {
    "DOMAIN_NAME": ALB,
    "FRONTEND_URL": f"http://{ALB}",
    "DJANGO_ALLOWED_HOSTS": f"{ALB},gunicorn.alpha.internal",
    "DEFAULT_FROM_EMAIL": None,
}

#: What a client gets that signs in as a browser would, by the load balancer: the cookies that it would send by this scheme.
SIGN_IN = """
import sys
import django
import mysite.settings

mysite.settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
mysite.settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
from django.contrib.auth.models import User

User.objects.create_superuser("ada", password="p")
scheme, host = sys.argv[1].split("://")
client = Client(enforce_csrf_checks=True, headers={"host": host, "x-forwarded-proto": scheme})
page = client.get("/admin/login/")
form = {"username": "ada", "password": "p", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
done = client.post("/admin/login/?next=/admin/", form, headers={"origin": sys.argv[1], "referer": sys.argv[1] + "/"})
kept = sorted(name for name, one in client.cookies.items() if scheme == "https" or not one["secure"])
print(page.status_code, done.status_code, done.headers.get("location"), kept, done.headers.get("strict-transport-security"))
"""


def test_only_what_needs_tls_is_off() -> None:
    trial, domain = configured({}, "security", **TRIAL), configured({}, "security")
    assert {name: value for name, value in trial.items() if value != domain[name]} == {
        "ALLOWED_HOSTS": [ALB, "gunicorn.alpha.internal"],
        "CSRF_TRUSTED_ORIGINS": [f"http://{ALB}"],
        "SECURE_HSTS_SECONDS": 0,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
    }
    assert (trial["DEBUG"], trial["SECURE_SSL_REDIRECT"]) == (False, False)


@pytest.mark.parametrize(
    ("url", "variables", "hsts"),
    [(f"http://{ALB}", TRIAL, None), ("https://alpha.example.com", {}, "max-age=2592000")],
    ids=["trial", "domain"],
)
def test_a_browser_signs_in(url: str, variables: dict[str, str | None], hsts: str | None, good: Path) -> None:
    done = run(good, contract(**variables), "-c", SIGN_IN, url)
    assert done.stdout.splitlines()[-1] == f"200 302 /admin/ ['csrftoken', 'sessionid'] {hsts}"


def test_the_check_finds_nothing_in_a_good_project(checker: Checker, good: Path) -> None:
    found = checker.ask(good, contract(**TRIAL))
    assert (found.problems, found.warnings, found.code) == ([], OLD, 0), found.text


def test_nor_in_the_librarys_snippets_without_the_kit(checker: Checker, tmp_path: Path) -> None:
    found = checker.ask(by_hand(tmp_path), contract(**TRIAL), kit=False)
    assert (found.problems, found.warnings) == ([], ["static-manifest", *OLD]), found.text


@pytest.mark.parametrize(
    ("change", "question", "sentence"),
    [
        (
            "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True",
            "cookies",
            "No browser sends the cookie by HTTP: SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE.",
        ),
        (
            "CSRF_COOKIE_SECURE = True",
            "cookies",
            "No browser sends the cookie by HTTP: CSRF_COOKIE_SECURE.",
        ),
        (
            "SECURE_SSL_REDIRECT = True",
            "proxy-header",
            f"SECURE_SSL_REDIRECT sends what asks {ALB} to HTTPS, which it doesn't speak.",
        ),
        (
            'ALLOWED_HOSTS = ["alpha.example.com"]',
            "allowed-hosts",
            f"ALLOWED_HOSTS has no {ALB}, gunicorn.alpha.internal: every request for it gets 400.",
        ),
    ],
)
def test_the_check_refuses_what_only_fits_a_domain(
    change: Change, question: str, sentence: str, checker: Checker, good: Path, tmp_path: Path
) -> None:
    found = checker.ask(changed(good, tmp_path / "project", change), contract(**TRIAL))
    assert (found.problems, found.sentence(question), found.code) == ([question], sentence, 3), found.text


@pytest.mark.parametrize("change", ["SECURE_PROXY_SSL_HEADER = None", "CSRF_TRUSTED_ORIGINS = []"])
def test_what_only_a_domain_needs_may_be_missing(
    change: Change, checker: Checker, good: Path, tmp_path: Path
) -> None:
    found = checker.ask(changed(good, tmp_path / "project", change), contract(**TRIAL))
    assert found.problems == []
    assert [one for one in found.warnings if one not in OLD and one != "csrf"] == [], found.text
