from decouple import config

DEBUG = False
SECRET_KEY = config("SECRET_KEY")
ALLOWED_HOSTS = config("DOMAIN_NAME").split(",")
STATIC_ROOT = "/var/www/static"
