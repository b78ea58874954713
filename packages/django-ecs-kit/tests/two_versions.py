"""Run in the project by test_project.py: two versions collect their static files into one bucket."""

import json
import os
import sys
import tempfile
from pathlib import Path

import boto3
import django
from django.conf import settings
from moto import mock_aws

with mock_aws():
    bucket = boto3.resource("s3", region_name="eu-central-1").create_bucket(
        Bucket="base-assets", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    folder = Path(tempfile.mkdtemp())
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    django.setup()
    from django.contrib.staticfiles import finders
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command
    from django.utils.functional import empty

    def version(name: str, *files: str) -> None:
        for old in folder.iterdir():
            old.unlink()
        for file in files:
            (folder / file).write_text(f"/* {file} */")
        os.environ["APP_VERSION"] = name
        staticfiles_storage._wrapped = empty
        finders.get_finder.cache_clear()
        from django.core.files import storage

        storage.storages._storages.clear()

    version("1", "v1.css")
    call_command("collectstatic", interactive=False, stdout=sys.stderr)
    before = staticfiles_storage.url("v1.css")
    version("2", "v2.css")
    call_command("collectstatic", interactive=False, stdout=sys.stderr)
    # A worker of version 1 that reads its manifest only now.
    version("1", "v1.css")
    after = staticfiles_storage.url("v1.css")

    keys = sorted(one.key for one in bucket.objects.all())
    hashed = after.split("cdn.example.com/")[1]
    print(
        json.dumps(
            {
                "manifests": [key for key in keys if key.endswith(".json")],
                "before": before,
                "after": after,
                "hashed": bucket.Object(hashed).cache_control,
                "manifest": bucket.Object("alpha/static/staticfiles-1.json").cache_control,
                "outside": [key for key in keys if not key.startswith("alpha/static/")],
            }
        )
    )
