"""The accounts of the demonstration; their passwords are public, so they exist in development only."""

from dataclasses import dataclass

from content_fixtures.places import COUNTIES, place


@dataclass(frozen=True)
class DemoAccount:
    username: str
    password: str
    role: str
    name: str
    site: str = ""


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts in the order in which they are created and shown."""
    accounts = [
        DemoAccount("admin", "demo-admin-2026", "administrator", "演示管理员"),
        DemoAccount("editor", "demo-editor-2026", "webmaster", "门户编辑", "portal"),
        DemoAccount("reporter", "demo-reporter-2026", "contributor", "门户信息员", "portal"),
    ]
    accounts += [
        DemoAccount(key, f"demo-{key}-2026", "webmaster", f"{place(key)['short']}站点管理员", key) for key in COUNTIES
    ]
    accounts += [
        DemoAccount("tourism", "demo-tourism-2026", "webmaster", "旅游网管理员", "tourism"),
        DemoAccount("talent", "demo-talent-2026", "webmaster", "人才网管理员", "talent"),
    ]
    return accounts
