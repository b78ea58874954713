import asyncio
import time

from django.http import HttpRequest, HttpResponse
from django.urls import path


def fast(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fast")


def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("slow")


async def slow_async(request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(float(request.GET["seconds"]))
    return HttpResponse("slow")


urlpatterns = [path("api/fast/", fast), path("api/slow/", slow), path("api/slow-async/", slow_async)]
