DEBUG = True
SECRET_KEY = "django-insecure-only-for-a-developer"
ALLOWED_HOSTS = ["localhost"]
