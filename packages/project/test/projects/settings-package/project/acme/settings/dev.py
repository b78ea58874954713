from .base import *
from .base import BASE_DIR

DEBUG = True
SECRET_KEY = "django-insecure-only-for-a-developer"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
