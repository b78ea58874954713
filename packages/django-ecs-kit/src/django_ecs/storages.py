"""Files in the app's own part of the bucket. Needs django-storages with boto3 (`django-ecs-kit[s3]`)."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from storages.backends.s3 import S3ManifestStaticStorage, S3Storage

#: Folders that CloudFront may read wherever they are in a key (`assets.cdn.publicPaths` of the base).
PUBLIC_FOLDERS = {"static", "media"}
#: The folder that CloudFront may read nowhere in a key, whatever else is in it.
PRIVATE_FOLDER = "private"

HASHED = re.compile(r"\.[0-9a-f]{12}(\.|$)")


class StaticStorage(S3ManifestStaticStorage):
    """Static files with a manifest for each version of the app.

    With one for all, collecting the next version's files makes the running one fail, and stays so after a rollback.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        version = os.environ.get("APP_VERSION")
        if version:
            # Before the manifest is read, which is in there.
            self.manifest_name = f"staticfiles-{re.sub(r'[^A-Za-z0-9._-]', '-', version)}.json"
        super().__init__(*args, **kwargs)

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        parameters = super().get_object_parameters(name)
        if HASHED.search(name):
            # Another content has another name.
            parameters.setdefault("CacheControl", "public, max-age=31536000, immutable")
        return parameters


class PrivateMediaStorage(S3Storage):
    """Uploads for those who get a signed address, which expires."""

    location: str  # S3Storage takes its settings as attributes.

    def _save(self, name: str, content: Any) -> str:
        key = PurePosixPath(self.location, name)
        folders = set(key.parent.parts)
        if PRIVATE_FOLDER not in folders and PUBLIC_FOLDERS & folders:
            raise SuspiciousFileOperation(
                f'"{key}" would be public: CloudFront may read every key with a folder "static" or "media" in it. '
                'Choose a `location` with a folder "private", or the storage "public".'
            )
        return super()._save(name, content)
