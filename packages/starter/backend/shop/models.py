import uuid

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django_ecs.media import public

#: Bytes of a file that somebody hands in.
LARGEST_FILE = 5_000_000


def not_too_large(file: File) -> None:
    if file.size > LARGEST_FILE:
        raise ValidationError(f"The file has {file.size} bytes. It may have {LARGEST_FILE}.")


class Product(models.Model):
    name = models.CharField(max_length=100, unique=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    # Anybody may load it, from the CDN.
    picture = models.FileField(
        storage=public,
        upload_to="pictures",
        blank=True,
        validators=[FileExtensionValidator(["jpeg", "jpg", "png", "webp"]), not_too_large],
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Order(models.Model):
    # Nobody guesses it: who knows it may see the order.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="orders")
    email = models.EmailField()
    quantity = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # Private: its address is signed, and good for an hour.
    attachment = models.FileField(
        upload_to="attachments",
        blank=True,
        validators=[FileExtensionValidator(["pdf", "png", "txt"]), not_too_large],
    )
    created = models.DateTimeField(auto_now_add=True)
    confirmed = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product}"


class Report(models.Model):
    """What was ordered until the end of a day."""

    day = models.DateField(unique=True)
    orders = models.PositiveIntegerField()
    revenue = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day}: {self.orders} orders"
