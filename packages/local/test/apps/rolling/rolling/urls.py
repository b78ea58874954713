import asyncio

from django.http import HttpRequest, HttpResponse
from django.urls import path

from shop.urls import urlpatterns as of_the_shop


async def slow_async(request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(float(request.GET["seconds"]))
    return HttpResponse("slow")


urlpatterns = [*of_the_shop, path("api/slow-async/", slow_async)]
