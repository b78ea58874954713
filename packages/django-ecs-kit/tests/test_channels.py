"""The README's channel layer, on a server with TLS that two apps share."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import redis
from channels_redis.core import RedisChannelLayer

from support import contract, readme_blocks


def layer_of(app: str, url: str, monkeypatch: pytest.MonkeyPatch) -> RedisChannelLayer:
    for name, value in contract(CACHE_KEY_PREFIX=app, REDIS_URL=url).items():
        monkeypatch.setenv(name, value)
    [block] = [block for block in readme_blocks("python") if "CHANNEL_LAYERS" in block]
    module: dict[str, Any] = {}
    exec(block, module)
    return RedisChannelLayer(**module["CHANNEL_LAYERS"]["default"]["CONFIG"])


def test_an_apps_messages_are_its_own(valkey: str, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    raw = redis.Redis.from_url(valkey)
    raw.flushall()
    alpha, beta = (layer_of(app, valkey, monkeypatch) for app in ("alpha", "beta"))

    async def talk() -> None:
        names = [await layer.new_channel() for layer in (alpha, beta)]
        for layer, name in zip((alpha, beta), names, strict=True):
            await layer.group_add("room", name)
        await alpha.group_send("room", {"type": "chat", "text": "from alpha"})
        assert await alpha.receive(names[0]) == {"type": "chat", "text": "from alpha"}
        assert [key for key in raw.scan_iter() if not key.startswith(b"alpha.")] == [
            b"beta.channels:group:room"
        ]
        await alpha.close_pools()
        await beta.close_pools()

    asyncio.run(talk())
