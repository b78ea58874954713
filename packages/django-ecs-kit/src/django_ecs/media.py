"""The storage of uploads that anybody may load, for `FileField(storage=public)`."""

from __future__ import annotations

from django.core.files.storage import InvalidStorageError, Storage, storages


def public() -> Storage:
    """`STORAGES["public"]`, or the default storage where there is none, as on a developer's machine."""
    try:
        return storages["public"]
    except InvalidStorageError:
        return storages["default"]
