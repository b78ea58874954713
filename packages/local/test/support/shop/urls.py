from django.urls import path

from shop import views

urlpatterns = [
    path("", views.page),
    path("upload/", views.upload),
    path("mail/", views.mail),
    path("order/", views.order),
]
