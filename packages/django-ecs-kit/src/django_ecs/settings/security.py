"""Secret key, hosts, cookies and headers, and the health check before all of them."""

from __future__ import annotations

from typing import Any

from django_ecs.environment import Environment

HEALTH_CHECK = "django_ecs.middleware.HealthCheckMiddleware"

#: The load balancer sends browsers to HTTPS where there is any; Nuxt asks gunicorn inside the network without it (security.W008).
REDIRECTED_BY_THE_LOAD_BALANCER = "security.W008"


def configure(settings: dict[str, Any], environment: Environment) -> None:
    environment.required("APP_NAME")
    hosts = environment.required("DJANGO_ALLOWED_HOSTS")
    url = environment.required("FRONTEND_URL")
    # A trial without a domain speaks HTTP only: no browser would keep or send a secure cookie.
    encrypted = not url.startswith("http:")
    settings.update(
        DEBUG=False,
        SECRET_KEY=environment.required("DJANGO_SECRET_KEY"),
        ALLOWED_HOSTS=[host.strip() for host in hosts.split(",") if host.strip()],
        CSRF_TRUSTED_ORIGINS=[url],
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        SECURE_SSL_REDIRECT=False,
        SECURE_HSTS_SECONDS=30 * 24 * 60 * 60 if encrypted else 0,
        SECURE_CONTENT_TYPE_NOSNIFF=True,
        SESSION_COOKIE_SECURE=encrypted,
        CSRF_COOKIE_SECURE=encrypted,
    )
    _add(settings, "SILENCED_SYSTEM_CHECKS", REDIRECTED_BY_THE_LOAD_BALANCER)
    _add(settings, "INSTALLED_APPS", "django_ecs")
    middleware = [one for one in settings.get("MIDDLEWARE", ()) if one != HEALTH_CHECK]
    settings["MIDDLEWARE"] = [HEALTH_CHECK, *middleware]


def _add(settings: dict[str, Any], name: str, value: str) -> None:
    there = list(settings.get(name, ()))
    if value not in there and not (
        value == "django_ecs" and any(one.startswith("django_ecs.") for one in there)
    ):
        settings[name] = [*there, value]
