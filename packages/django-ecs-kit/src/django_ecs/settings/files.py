"""Static files and uploads, in the app's own part of the bucket."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django_ecs.environment import Environment


def configure(settings: dict[str, Any], environment: Environment) -> None:
    """`STORAGES`: `default` for uploads that need a signed address, `public` for those that anybody may load, and
    `staticfiles`, which WhiteNoise keeps where it was chosen. Needs `django-ecs-kit[s3]`.
    """
    if find_spec("storages") is None:
        environment.problems.append(
            "django-storages isn't installed, for files in the bucket. Install django-ecs-kit[s3], or leave the part "
            '"storages" out.'
        )
    location = environment.required("AWS_LOCATION")
    domain = environment.get("AWS_S3_CUSTOM_DOMAIN")
    common = {
        "bucket_name": environment.required("S3_BUCKET_NAME"),
        "default_acl": None,
        "signature_version": "s3v4",
    }
    # Without a CDN every address is signed.
    public = {**common, "custom_domain": domain, "querystring_auth": domain is None}
    storages = dict(settings.get("STORAGES", {}))
    storages["default"] = {
        "BACKEND": "django_ecs.storages.PrivateMediaStorage",
        "OPTIONS": {
            **common,
            "location": f"{location}/private",
            "custom_domain": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    storages["public"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**public, "location": f"{location}/media", "file_overwrite": False},
    }
    if not storages.get("staticfiles", {}).get("BACKEND", "").startswith("whitenoise."):
        storages["staticfiles"] = {
            "BACKEND": "django_ecs.storages.StaticStorage",
            "OPTIONS": {**public, "location": f"{location}/static"},
        }
        if "collectfasta" in settings.get("INSTALLED_APPS", ()):
            # It puts a storage of its own before this one, whose manifest has another name.
            settings["COLLECTFASTA_ENABLED"] = False
    settings["STORAGES"] = storages
    settings.setdefault("STATIC_URL", "static/")
    # Before Django 5.1 they exclude STORAGES, later they are ignored.
    settings.pop("DEFAULT_FILE_STORAGE", None)
    settings.pop("STATICFILES_STORAGE", None)
