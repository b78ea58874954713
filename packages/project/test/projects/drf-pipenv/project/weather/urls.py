from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView


class Forecast(APIView):
    def get(self, request):
        return Response({"temperature": 21})


urlpatterns = [
    path("v1/forecast/", Forecast.as_view()),
]
