from django.db import models


class Ship(models.Model):
    name = models.CharField(max_length=100)
    photo = models.ImageField(upload_to="photos")
