"""What an address names, and what is none."""

from typing import Any

import pytest
from django.core.checks import run_checks

from site_builder.errors import TargetError
from site_builder.project import options
from site_builder.targets.addresses import BucketPlace, bucket_place, targets_at


@pytest.mark.parametrize(("address", "place"), [
    ("s3://gov-mirrors", BucketPlace("gov-mirrors", "")),
    ("s3://gov-mirrors/", BucketPlace("gov-mirrors", "")),
    ("s3://gov-mirrors/live/1", BucketPlace("gov-mirrors", "live/1/")),
    ("file:///srv/mirrors", None),
    ("", None),
])
def test_an_address_names_a_bucket_or_a_folder(address: str, place: BucketPlace | None) -> None:
    assert bucket_place(address) == place


@pytest.mark.parametrize("address", [
    "s3:/gov-mirrors", "s3://", "s3://Gov", "s3://gov-mirrors/../x", "s3://gov-mirrors/a//b", "s3://gov-mirrors/a b", "s3://gov-mirrors/a?b",
    "file://srv/mirrors", "file:srv", "ftp://gov-mirrors/a", "/srv/mirrors", "s3://gov-mirrors/%2e%2e",
])
def test_what_is_no_address_is_named(address: str, settings: Any) -> None:
    with pytest.raises(TargetError, match="PUBLISH_TARGET"):
        bucket_place(address)
    settings.PUBLISH_TARGET = address
    assert [each.id for each in run_checks() if "E00" in str(each.id)] == ["site_builder.E001"]
    with pytest.raises(TargetError, match="PUBLISH_TARGET"):
        options()


def test_an_unknown_way_of_addressing_is_named(settings: Any) -> None:
    settings.S3_ADDRESSING = "somehow"
    assert "site_builder.E002" in [each.id for each in run_checks()]


def test_a_site_has_the_same_target_each_time() -> None:
    targets = targets_at("s3://gov-mirrors/live", "auto", "one")
    assert targets is targets_at("s3://gov-mirrors/live", "auto", "one")
    assert targets is not None
    assert targets("portal") is targets("portal")
    assert targets("portal") is not targets("gaoping")


def test_without_an_address_there_are_folders(settings: Any) -> None:
    assert options().target is None
