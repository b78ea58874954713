"""What the settings with the kit and those without it have in common."""

SECRET_KEY = "replaced by the kit"  # noqa: S105
INSTALLED_APPS = ["backend"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
ASGI_APPLICATION = "backend.asgi.application"
ALLOWED_HOSTS = ["*"]
USE_TZ = True
