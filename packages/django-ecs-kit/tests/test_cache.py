"""The cache on a real server with TLS that two apps share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.exceptions import ImproperlyConfigured

from django_ecs.cache import BATCH, AppRedisCache
from django_ecs.settings import configure
from support import contract


@pytest.fixture(autouse=True)
def _trust(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))


def cache_of(app: str, url: str) -> AppRedisCache:
    settings: dict[str, Any] = {}
    configure(settings, ["cache"], contract(CACHE_KEY_PREFIX=app, REDIS_URL=url))
    given = settings["CACHES"]["default"]
    assert given.pop("BACKEND") == "django_ecs.cache.AppRedisCache"
    return AppRedisCache(given.pop("LOCATION"), given)


def test_clear_deletes_the_apps_keys_only(valkey: str) -> None:
    caches = {app: cache_of(app, valkey) for app in ("a*", "alpha", "alpha-2")}
    for cache in caches.values():
        cache.set_many({str(number): number for number in range(BATCH + 1)})
        cache.set("other", 1, version=2)
    raw = redis.Redis.from_url(valkey)
    raw.set("alpha.default", "a queue of Celery")

    caches["a*"].clear()
    assert caches["a*"].get("other", version=2) is None
    assert caches["alpha"].get("other", version=2) == 1
    caches["alpha"].clear()
    assert [caches["alpha"].get(key) for key in ("0", str(BATCH))] == [None, None]
    assert caches["alpha-2"].get(str(BATCH)) == BATCH
    assert raw.exists("alpha.default") == 1
    assert len(list(raw.scan_iter("alpha:*"))) == 0


def test_clear_without_a_prefix_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        AppRedisCache("redis://localhost", {}).clear()
    assert str(raised.value) == (
        "This cache has no KEY_PREFIX: clear() can't tell the app's keys from others. "
        "Set it, for example to CACHE_KEY_PREFIX. The stack gives it from: the name of the app."
    )


def test_a_server_whose_certificate_nobody_signed_is_refused(
    valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(redis.ConnectionError, match="certificate verify failed"):
        cache_of("alpha", valkey).get("key")
