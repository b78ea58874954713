"""Each of them bears to run twice: a task that a stopping worker can't finish starts over on another."""

import logging
import time
import uuid
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils import timezone
from django_ecs.protection import protected

from shop.models import Order, Report

logger = logging.getLogger(__name__)

#: Seconds after which an unconfirmed order was forgotten: its task was lost, or the mail was refused.
FORGOTTEN = 300


@shared_task
def confirm(order_id: str) -> None:
    """Sends the customer a mail, once. Where it fails, `confirm_forgotten` tries again."""
    with transaction.atomic():
        order = Order.objects.select_for_update().filter(pk=uuid.UUID(order_id), confirmed=None).first()
        if order is None:
            return
        text = f"Thank you for your order of {order.quantity} x {order.product.name}."
        send_mail("Your order", text, None, [order.email])
        order.confirmed = timezone.now()
        order.save(update_fields=["confirmed"])
    logger.info("confirmed %s", order_id)


@shared_task
def confirm_forgotten() -> None:
    """Beat sends it every minute."""
    before = timezone.now() - timedelta(seconds=FORGOTTEN)
    forgotten = Order.objects.filter(confirmed=None, created__lt=before).values_list("pk", flat=True)
    for pk in forgotten:
        confirm.delay(str(pk))
    logger.info("%d orders were forgotten", len(forgotten))


@shared_task
@protected(minutes=15)  # Neither a deployment nor a scale-in stops it.
def report(seconds: float | None = None) -> None:
    """Counts the orders. It takes that long, by default `REPORT_SECONDS`."""
    length = settings.REPORT_SECONDS if seconds is None else seconds
    logger.info("report begins, of %g s", length)
    time.sleep(length)
    found = Order.objects.aggregate(orders=Count("pk"), revenue=Sum(F("quantity") * F("product__price")))
    Report.objects.update_or_create(
        day=timezone.localdate(), defaults={"orders": found["orders"], "revenue": found["revenue"] or 0}
    )
    logger.info("report done: %d orders", found["orders"])
