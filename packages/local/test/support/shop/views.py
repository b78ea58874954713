from django.core.files.storage import storages
from django.core.mail import send_mail
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.views.decorators.csrf import csrf_exempt

from shop.tasks import greet


PAGE = """{% load static %}<link rel="stylesheet" href="{% static 'shop/v1.css' %}">"""


def page(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


@csrf_exempt
def upload(request):
    storage = storages[request.GET.get("storage", "default")]
    name = storage.save("notes/a.txt", request.FILES["file"])
    return JsonResponse({"url": storage.url(name), "size": storage.size(name)})


@csrf_exempt
def mail(request):
    send_mail("Hello", "It works.", None, ["you@example.org"])
    return HttpResponse("sent")


@csrf_exempt
def order(request):
    return HttpResponse(greet.delay("a customer").id)
