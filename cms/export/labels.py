"""What people call the codes that stand in records, for whoever counts or filters by them."""

from collections.abc import Mapping

from cms.disclosure.classifications import CATEGORIES, GENRES, THEMES, theme_choices, theme_label
from cms.disclosure.enums import Validity

KINDS = {
    "article": "文章", "topic": "专题", "document": "公开文件", "guide": "办事指南", "organisation": "机构", "leader": "领导",
    "gallery": "图集",
}


def labels_of_codes() -> dict[str, Mapping[str, str]]:
    """Return the labels of kinds, themes, genres, categories and validity, each by code."""
    themes = {code: theme_label(code).rpartition("\\")[2] for _, choices in theme_choices() for code, _ in choices}
    classes = {code: label for code, (label, _) in THEMES.items()}
    return {
        "kind": KINDS, "theme": {**classes, **themes}, "theme_class": classes, "genre": GENRES,
        "category": {name: name for name in CATEGORIES}, "validity": {value: str(label) for value, label in Validity.choices},
    }
