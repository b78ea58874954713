from django_ecs.settings import configure

from backend.base_settings import *  # noqa: F403

configure(globals())
