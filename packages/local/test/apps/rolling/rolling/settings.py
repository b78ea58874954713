from shop.settings import *  # noqa: F403
from shop.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "rolling"]
ROOT_URLCONF = "rolling.urls"
