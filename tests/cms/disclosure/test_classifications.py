from cms.disclosure import classifications


def test_themes_have_22_classes_and_unique_codes() -> None:
    codes = [code for _, group in classifications.theme_choices() for code, _ in group]
    assert len(classifications.THEMES) == 22
    assert len(codes) == len(set(codes))


def test_a_theme_is_shown_with_its_class() -> None:
    assert classifications.theme_label("0201") == "综合政务\\政务公开"
    assert classifications.theme_label("22") == "其他"


def test_equal_audiences_of_different_groups_have_different_values() -> None:
    values = [value for _, group in classifications.audience_choices() for value, _ in group]
    assert "面向公民/社会保障" in values and "面向企业/社会保障" in values
    assert len(values) == len(set(values))
