"""A Redis cache on a server that other apps use, too."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured

#: Keys that are deleted with one command.
BATCH = 500


class AppRedisCache(RedisCache):
    """Django's own Redis cache, whose `clear()` deletes the keys of this app and no other's: Django's would empty
    the whole database, with the other apps' sessions and Celery's queues."""

    def clear(self) -> bool:  # type: ignore[override]
        if not self.key_prefix:
            raise ImproperlyConfigured(
                "This cache has no KEY_PREFIX: clear() can't tell the app's keys from others. "
                "Set it, for example to CACHE_KEY_PREFIX. The stack gives it from: the name of the app."
            )
        client: Any = self._cache.get_client(None, write=True)
        prefix = re.sub(r"([*?\[\]\\])", r"\\\1", self.key_prefix)
        keys = client.scan_iter(match=self.key_func("*", prefix, "*"), count=BATCH)
        while batch := list(islice(keys, BATCH)):
            client.unlink(*batch)
        return True
