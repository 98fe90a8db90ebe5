from content_fixtures.markup import Part, paragraphs_html, parse, plain


def test_lines_of_a_list_are_one_part() -> None:
    assert parse("导语\n- 一\n- 二\n\n尾声") == [
        Part("paragraph", ("导语",)), Part("list", ("一", "二")), Part("paragraph", ("尾声",)),
    ]


def test_a_table_has_a_caption_and_rows() -> None:
    (table,) = parse("|: 价格\n| 品种 | 价格 |\n| 小麦 | 2.50 |")
    assert table.caption == "价格" and table.rows == (("品种", "价格"), ("小麦", "2.50"))


def test_questions_and_answers_stay_together() -> None:
    (faq,) = parse("问：何时？\n答：十一月。\n问：何地？\n答：市区。")
    assert faq.kind == "faq" and len(faq.lines) == 4


def test_html_escapes_what_was_written() -> None:
    assert paragraphs_html(parse("## 一<二\n1. 甲\n2. 乙")) == "<h2>一&lt;二</h2><ol><li>甲</li><li>乙</li></ol>"


def test_plain_text_is_the_paragraphs_only() -> None:
    assert plain(parse("## 标题\n第一段。\n- 条目\n第二段。")) == "第一段。第二段。"
