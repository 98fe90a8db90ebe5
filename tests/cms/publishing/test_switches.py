"""What the emergency switches say, to whom, and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.accounts.roles import Role, create_user
from cms.cluster.models import SiteProfile
from cms.export.export import export_all, export_keys
from cms.publishing.models import Change, Level, Switch
from cms.publishing.switches import (
    due,
    frozen_sites,
    may_turn,
    record_due,
    scopes_of,
    switch_of,
    turn_switch,
)
from cms.records import SwitchRecord

NOW = timezone.now()
HOUR = timedelta(hours=1)


def notice(site: str, level: Any = Level.RED, **more: Any) -> Switch:
    return Switch(**{"site": site, "level": level, "text": f"{site or '全市'}通知", "since": NOW - HOUR, "until": NOW + HOUR, **more})


def exported() -> dict[str, SwitchRecord]:
    return {record.site: record for record in export_all() if isinstance(record, SwitchRecord)}


def changes() -> list[str]:
    return list(Change.objects.filter(kind="switch").order_by("number").values_list("object_key", flat=True))


@pytest.fixture
def cluster(portal: SiteProfile, gaoping: SiteProfile) -> None:
    Change.objects.all().delete()


@pytest.mark.usefixtures("cluster")
def test_nothing_is_switched_on_at_first() -> None:
    assert (exported(), frozen_sites(), switch_of("portal").text) == ({}, {}, "")


@pytest.mark.usefixtures("cluster")
def test_a_sites_switch_is_that_sites_alone() -> None:
    turn_switch(notice("gaoping", mourning=True), by=None)
    assert set(exported()) == {"gaoping"}
    record = exported()["gaoping"]
    assert (record.mourning, record.notices[0].level, record.notices[0].text) == (True, "red", "gaoping通知")
    assert changes() == ["switch:gaoping"]


@pytest.mark.usefixtures("cluster")
def test_the_clusters_switch_holds_for_every_site_and_the_stronger_notice_comes_first() -> None:
    turn_switch(notice("", Level.YELLOW, mourning=True), by=None)
    turn_switch(notice("gaoping", Level.RED), by=None)
    found = exported()
    assert [each.text for each in found["gaoping"].notices] == ["gaoping通知", "全市通知"]
    assert [each.text for each in found["portal"].notices] == ["全市通知"]
    assert found["portal"].mourning and found["gaoping"].mourning
    assert changes() == ["switch:gaoping", "switch:portal", "switch:gaoping"]


@pytest.mark.usefixtures("cluster")
def test_a_key_of_a_switch_yields_it_until_it_is_off() -> None:
    switch = notice("portal")
    turn_switch(switch, by=None)
    assert [type(record) for record in export_keys(["switch:portal", "switch:gaoping"])] == [SwitchRecord]
    switch.text = switch.level = ""
    turn_switch(switch, by=None)
    assert list(export_keys(["switch:portal"])) == []


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("times", [{"since": NOW + HOUR}, {"until": NOW - HOUR / 2}])
def test_a_notice_before_and_after_its_time_is_not_shown(times: dict[str, Any]) -> None:
    turn_switch(notice("portal", **times), by=None)
    assert exported() == {}


@pytest.mark.usefixtures("cluster")
def test_notices_appear_and_come_down_by_themselves() -> None:
    turn_switch(notice("portal", since=NOW - HOUR, until=NOW + 3 * HOUR), by=None)
    turn_switch(notice("", since=NOW + 2 * HOUR, until=NOW + 4 * HOUR), by=None)
    Switch.objects.create(site="gaoping", until=NOW + HOUR)  # without a notice there is nothing to take down
    assert due(NOW, NOW + HOUR) == []
    assert due(NOW, NOW + 2 * HOUR) == [""]
    assert due(NOW + 2 * HOUR, NOW + 3 * HOUR) == ["portal"]
    assert due(NOW, NOW + 9 * HOUR) == ["", "portal"]


@pytest.mark.usefixtures("cluster")
def test_what_is_due_becomes_a_change_of_each_site() -> None:
    turn_switch(notice("", until=NOW + HOUR), by=None)
    Change.objects.all().delete()
    assert record_due(NOW, NOW + 2 * HOUR) == [""]
    assert changes() == ["switch:gaoping", "switch:portal"]


@pytest.mark.usefixtures("cluster")
def test_a_change_that_is_rolled_back_leaves_no_fact() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        turn_switch(notice("portal"), by=None)
        raise ZeroDivisionError
    assert changes() == []


@pytest.mark.usefixtures("cluster")
def test_freezing_says_who_and_why() -> None:
    boss = create_user("boss", role=Role.ADMINISTRATOR, password="long-enough-1")
    turn_switch(Switch(site="gaoping", frozen=True, reason="演练"), by=boss)
    assert frozen_sites() == {"gaoping": "演练"}
    found = Switch.objects.get(site="gaoping")
    assert found.frozen_by == boss and found.frozen_at is not None and exported() == {}
    turn_switch(Switch(site="", frozen=True, reason="重大活动"), by=boss)
    assert frozen_sites() == {"gaoping": "演练", "portal": "重大活动"}
    found.frozen = False
    turn_switch(found, by=boss)
    assert (found.reason, found.frozen_by) == ("", None)
    assert frozen_sites() == {"gaoping": "重大活动", "portal": "重大活动"}


def test_a_new_site_learns_what_is_switched_on_for_all(portal: SiteProfile, make_site: Any) -> None:
    turn_switch(notice(""), by=None)
    Change.objects.all().delete()
    make_site("gaoping")
    assert "switch:gaoping" in changes()


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize(("role", "site", "scopes"), [
    (Role.ADMINISTRATOR, "", {"", "portal", "gaoping"}), (Role.EDITOR, "", {""}), (Role.SECURITY, "", set()), (Role.AUDITOR, "", set()),
    (Role.WEBMASTER, "gaoping", {"gaoping"}), (Role.WEBMASTER, "portal", {"portal"}), (Role.REVIEWER3, "gaoping", set()),
    (Role.CONTRIBUTOR, "gaoping", set()),
])
def test_who_may_turn_a_switch(role: Role, site: str, scopes: set[str]) -> None:
    user = create_user("someone", role=role, site_key=site, password="long-enough-1")
    assert {scope for scope in ("", "portal", "gaoping", "nowhere") if may_turn(user, scope)} == scopes
    assert set(scopes_of(user)) == scopes - {""}
    user.is_active = False
    assert not any(may_turn(user, scope) for scope in ("", "portal", "gaoping"))


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "name"), [
    ({"level": "", "text": "通知"}, "level"), ({"until": None}, "until"), ({"text": ""}, "text"), ({"until": NOW - 2 * HOUR}, "until"),
    ({"text": "长" * 61}, "text"), ({"url": "javascript:alert(1)"}, "url"), ({"url": "//evil.example/"}, "url"),
    ({"url": "/\\evil"}, "url"),
    ({"url": "https://user@evil.example/"}, "url"), ({"url": "/a b"}, "url"), ({"frozen": True}, "reason"), ({"level": "purple"}, "level"),
])
def test_what_cannot_be_switched_on_is_refused_by_its_field(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        notice("portal", **fields).full_clean()
    assert name in caught.value.message_dict
