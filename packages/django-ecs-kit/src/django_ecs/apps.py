from importlib.util import find_spec

from django.apps import AppConfig


class DjangoEcsConfig(AppConfig):
    name = "django_ecs"
    verbose_name = "Django on ECS"

    def ready(self) -> None:
        if find_spec("celery") is not None:
            from django_ecs.celery import install

            install()
