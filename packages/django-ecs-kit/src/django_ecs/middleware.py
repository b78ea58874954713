"""Answers the load balancer's health check, under WSGI and ASGI."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from django_ecs.environment import HEALTH_CHECK_PATH


class HealthCheckMiddleware:
    """The first middleware: the load balancer's Host is the task's address, which ALLOWED_HOSTS needn't name, and no
    redirect to HTTPS comes before it."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.path = os.environ.get("HEALTH_CHECK_PATH") or HEALTH_CHECK_PATH
        self.is_async = iscoroutinefunction(get_response)  # pyrefly: ignore[deprecated]
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self.answer(request)
        return self.healthy(request) or self.get_response(request)

    async def answer(self, request: HttpRequest) -> HttpResponseBase:
        return self.healthy(request) or await self.get_response(request)

    def healthy(self, request: HttpRequest) -> HttpResponse | None:
        asked = request.method in ("GET", "HEAD") and request.path_info == self.path
        return HttpResponse("ok", content_type="text/plain") if asked else None
