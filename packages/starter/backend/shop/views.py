"""The API that the front end reads. It knows no session, so that none of its addresses needs a CSRF token."""

import json
import math
import os
import time
import uuid
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from shop import tasks
from shop.models import Order, Product

#: Seconds that the slow view may take: less than the time limit of a request.
SLOWEST = 50


class OrderForm(ModelForm):
    class Meta:
        model = Order
        fields = ("product", "email", "quantity")


class AttachmentForm(ModelForm):
    class Meta:
        model = Order
        fields = ("attachment",)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/index.html")


@require_GET
def version(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"version": os.environ.get("APP_VERSION", "here")})


@require_GET
def products(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"products": [shown_product(one) for one in Product.objects.all()]})


@csrf_exempt
@require_POST
def orders(request: HttpRequest) -> JsonResponse:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return JsonResponse({"errors": {"": ["The body isn't a JSON object."]}}, status=400)
    form = OrderForm(given)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    order = form.save()
    # A worker must find the order, so not before it is in the database.
    transaction.on_commit(partial(tasks.confirm.delay, str(order.pk)))
    return JsonResponse(shown_order(order), status=201)


@require_GET
def order(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    return JsonResponse(shown_order(get_object_or_404(Order, pk=pk)))


@csrf_exempt
@require_POST
def attachment(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    form = AttachmentForm(request.POST, request.FILES, instance=get_object_or_404(Order, pk=pk))
    form.fields["attachment"].required = True
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    return JsonResponse(shown_order(form.save()))


@require_GET
def slow(request: HttpRequest) -> HttpResponse:
    """Takes `?seconds=`. It shows that a release fails no request: your own project has no use for it."""
    try:
        seconds = float(request.GET.get("seconds", "1"))
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= SLOWEST:
        return JsonResponse({"errors": {"seconds": [f"Write a number from 0 to {SLOWEST}."]}}, status=400)
    time.sleep(seconds)
    return JsonResponse({"seconds": seconds})


def shown_product(product: Product) -> dict[str, object]:
    return {
        "id": product.pk,
        "name": product.name,
        "price": str(product.price.quantize(Decimal("0.01"))),
        "picture": product.picture.url if product.picture else None,
    }


def shown_order(order: Order) -> dict[str, object]:
    return {
        "id": str(order.pk),
        "product": order.product.name,
        "quantity": order.quantity,
        "confirmed": order.confirmed is not None,
        "attachment": order.attachment.url if order.attachment else None,
    }
