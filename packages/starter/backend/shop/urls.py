from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import path

from shop import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", views.index),
    path("api/version/", views.version),
    path("api/products/", views.products),
    path("api/orders/", views.orders),
    path("api/orders/<uuid:pk>/", views.order),
    path("api/orders/<uuid:pk>/attachment/", views.attachment),
    path("api/slow/", views.slow),
    # With DEBUG only: uploads on a developer's machine.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
