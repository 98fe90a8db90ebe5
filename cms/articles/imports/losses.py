"""What a reader or a machine loses when foreign HTML is sanitised, in words for the one who imports it.

Dropped classes, unwrapped `<div>`s or another spelling of an entity are not losses.
"""

import re
from collections import Counter
from html.parser import HTMLParser

# Removed together with what they contain.
CONTENTS = {
    "script": "脚本", "style": "样式表", "iframe": "内嵌页面", "object": "插件", "noscript": "备用内容",
    "template": "模板", "title": "网页标题",
}
# Removed, while their text stays.
ELEMENTS = {
    "embed": "插件", "applet": "插件", "frame": "内嵌页面", "link": "样式表", "form": "表单", "input": "表单",
    "select": "表单", "textarea": "表单", "button": "表单", "video": "视频", "audio": "音频", "canvas": "图形",
    "svg": "图形", "math": "公式",
}
SPACE = re.compile(r"\s+")


def find_losses(original: str, cleaned: str) -> list[str]:
    """Return what `cleaned` lacks of `original`, each kind once."""
    before, after = Inventory.of(original), Inventory.of(cleaned)
    losses = list(before.removed)
    losses += [f"不安全的链接 {SPACE.sub('', address)[:40]}" for address in before.links if address not in after.links]
    losses += [f"外部图片 {SPACE.sub('', source)[:60]}" for source in before.images if source not in after.images]
    if before.text != after.text:
        losses.append("部分文字")
    return losses


class Inventory(HTMLParser):
    """Notes what sanitising removes, the links and pictures, and how often each character occurs in the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.removed: dict[str, None] = {}
        self.links: dict[str, None] = {}
        self.images: dict[str, None] = {}
        self.text: Counter[str] = Counter()
        self._inside = ""

    @classmethod
    def of(cls, html: str) -> "Inventory":
        inventory = cls()
        inventory.feed(html)
        inventory.close()
        return inventory

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            return
        if name := CONTENTS.get(tag) or ELEMENTS.get(tag):
            self.removed[name] = None
        if tag in CONTENTS:
            self._inside = tag
            return
        for attribute, value in attrs:
            if attribute.startswith("on"):
                self.removed[f"事件属性 {attribute[:20]}"] = None
            elif attribute == "style":
                self.removed["样式属性"] = None
            elif tag == "a" and attribute == "href" and value:
                # Sanitising completes an address that leaves the scheme to the page.
                self.links[f"https:{value}" if value.startswith("//") else value] = None
            elif tag == "img" and attribute == "src":
                self.images[value or ""] = None

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text.update(SPACE.sub("", data))
