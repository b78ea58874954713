from .base import *  # noqa: F403
from .base import env

SECRET_KEY = env("DJANGO_SECRET_KEY", default="only-for-tests")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
