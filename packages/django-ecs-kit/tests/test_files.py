"""Uploads, through django-storages and boto3 to a stand-in of S3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import StorageHandler
from moto import mock_aws

from django_ecs import media
from django_ecs.settings import configure
from django_ecs.storages import PrivateMediaStorage
from support import contract


@pytest.fixture
def storages(monkeypatch: pytest.MonkeyPatch) -> Iterator[StorageHandler]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    if not django_settings.configured:
        django_settings.configure()
    settings: dict[str, Any] = {}
    configure(settings, ["storages"], contract())
    with mock_aws():
        where = {"LocationConstraint": "eu-central-1"}
        boto3.client("s3").create_bucket(Bucket="base-assets", CreateBucketConfiguration=where)
        yield StorageHandler(settings["STORAGES"])


def keys() -> list[str]:
    return [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="base-assets")["Contents"]]


def test_uploads_are_private_and_none_overwrites_another(storages: StorageHandler) -> None:
    private = storages["default"]
    first = private.save("contracts/a.txt", ContentFile(b"1"))
    second = private.save("contracts/a.txt", ContentFile(b"2"))
    assert first == "contracts/a.txt"
    assert sorted(keys()) == sorted(f"alpha/private/{name}" for name in (first, second))
    assert private.open(first).read() == b"1"
    url = urlsplit(private.url(first))
    assert url.path.endswith("/alpha/private/contracts/a.txt")
    assert url.hostname != "cdn.example.com"
    assert "X-Amz-Signature" in parse_qs(url.query)


def test_public_uploads_have_the_cdns_address(storages: StorageHandler) -> None:
    public = storages["public"]
    name = public.save("pictures/a.png", ContentFile(b"1"))
    assert public.url(name) == "https://cdn.example.com/alpha/media/pictures/a.png"
    assert keys() == ["alpha/media/pictures/a.png"]


def test_a_private_upload_may_be_in_a_folder_of_any_name(storages: StorageHandler) -> None:
    for name in ("media/a.txt", "x/static/a.txt", "static.txt"):
        assert storages["default"].save(name, ContentFile(b"1")) == name


@pytest.mark.parametrize("name", ["media/a.txt", "x/static/a.txt"])
def test_elsewhere_a_private_name_that_the_cdn_may_read_is_refused(
    storages: StorageHandler, name: str
) -> None:
    elsewhere = PrivateMediaStorage(bucket_name="base-assets", location="alpha/uploads")
    with pytest.raises(SuspiciousFileOperation) as raised:
        elsewhere.save(name, ContentFile(b"1"))
    assert str(raised.value) == (
        f'"alpha/uploads/{name}" would be public: CloudFront may read every key with a folder "static" or "media" '
        'in it. Choose a `location` with a folder "private", or the storage "public".'
    )
    elsewhere.save("static.txt", ContentFile(b"1"))


def test_public_is_the_default_storage_where_there_is_no_other(
    storages: StorageHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "storages", storages)
    assert media.public() is storages["public"]
    default = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    local = StorageHandler({"default": default})
    monkeypatch.setattr(media, "storages", local)
    assert media.public() is local["default"]
