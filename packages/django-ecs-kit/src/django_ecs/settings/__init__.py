"""Django's settings from the environment that pulumi-aws-django gives a container.

At the end of the settings module:

    from django_ecs.settings import configure

    configure(globals())
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from django_ecs.environment import Environment, in_container
from django_ecs.settings import broker, database, files, mail, output, security

Settings = dict[str, Any]

#: The parts by name, in the order in which they are set.
PARTS: dict[str, Callable[[Settings, Environment], None]] = {
    "security": security.configure,
    "database": database.configure,
    "cache": broker.configure_cache,
    "celery": broker.configure_celery,
    "storages": files.configure,
    "mail": mail.configure,
    "logging": output.configure,
}

__all__ = ["PARTS", "configure"]


def configure(
    settings: Settings, parts: Iterable[str] = tuple(PARTS), environment: Mapping[str, str] | None = None
) -> bool:
    """Sets what the stack decides, in a container of the stack, and says whether it is in one.

    Anywhere else nothing is touched: DEBUG and SQLite on a developer's machine stay. What the module sets after this
    line wins. `parts` leaves others out: `configure(globals(), ["database", "cache"])`.
    """
    variables = os.environ if environment is None else environment
    chosen = list(parts)
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        raise ImproperlyConfigured(
            f"django_ecs has no part {', '.join(map(repr, unknown))}. Its parts are {', '.join(PARTS)}."
        )
    if not in_container(variables):
        return False
    found = Environment(variables)
    for name, part in PARTS.items():
        if name in chosen:
            part(settings, found)
    if found.problems:
        raise ImproperlyConfigured(
            "\n".join(["The environment of this container isn't complete:", *found.problems])
        )
    return True
