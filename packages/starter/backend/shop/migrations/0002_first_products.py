from django.db import migrations

PRODUCTS = {"Coffee, 250 g": "7.90", "Filter papers, 100": "3.20", "Mug": "12.50"}


def add(apps, schema_editor):
    product = apps.get_model("shop", "Product")
    for name, price in PRODUCTS.items():
        product.objects.get_or_create(name=name, defaults={"price": price})


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
