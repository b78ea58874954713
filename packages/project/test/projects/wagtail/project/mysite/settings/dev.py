from .base import *

DEBUG = True
SECRET_KEY = "django-insecure-only-for-a-developer"
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

try:
    from .local import *
except ImportError:
    pass
