"""The health check between an ASGI server and what comes after it."""

from __future__ import annotations

import asyncio

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from django_ecs.middleware import HealthCheckMiddleware


def test_it_says_of_itself_whether_it_is_to_be_awaited() -> None:
    if not settings.configured:
        settings.configure()

    async def after(request: HttpRequest) -> HttpResponse:
        return HttpResponse("after")

    middleware = HealthCheckMiddleware(after)
    assert iscoroutinefunction(middleware)
    assert not iscoroutinefunction(HealthCheckMiddleware(lambda request: HttpResponse("after")))
    for path, body in (("/api/health-check/", b"ok"), ("/", b"after")):
        request = HttpRequest()
        request.method, request.path_info = "GET", path
        assert asyncio.run(middleware.answer(request)).content == body
