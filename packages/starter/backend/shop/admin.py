from django.contrib import admin

from shop.models import Order, Product, Report


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ("name", "price")


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("id", "product", "quantity", "email", "created", "confirmed")
    list_select_related = ("product",)


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = ("day", "orders", "revenue")

    def has_add_permission(self, request) -> bool:
        return False
