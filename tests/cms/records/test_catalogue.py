from cms.records import DocumentRecord, Relation
from cms.records.catalogue import CORE, HEADINGS, Published, entry_of, row_of

RECORD = DocumentRecord(
    id=7, site="portal", channel=3, title="关于供热的通知", url="/zwgk/202601/t20260105_7.html", published="2026-01-05T08:30+08:00",
    updated="2026-01-05T08:30+08:00", summary="供热。", keywords=("供热", "采暖"), index_number="111405JC00100/2026-00001",
    publisher="晋城市人民政府", publisher_key="jincheng", theme_code="0201", theme="综合政务\\政务公开", created="2026-01-04",
    genre="通知", number="晋市政发〔2026〕5号", format="HTML", validity="valid", validity_label="有效",
    joint_publishers=("教育局", "财政局"),
    relations=(Relation(type="interprets", label="解读", target=8), Relation(type="related", label="相关", target=9)),
)
PAGES = {8: Published("一图读懂", "http://portal.localhost/a.html")}


def test_the_core_elements_are_the_fourteen_of_the_guide_under_its_names_and_first() -> None:
    assert [element.label for element in CORE] == [
        "索引号", "名称", "内容概述", "生成日期", "发布机构", "主题分类", "体裁分类", "文号", "在线链接地址", "关键词", "信息格式", "语种",
        "相关信息", "发布日期",
    ]
    assert HEADINGS[:14] == tuple(element.label for element in CORE)


def test_an_entry_is_a_row_of_texts() -> None:
    row = dict(zip(HEADINGS, row_of(entry_of(RECORD, "http://portal.localhost", PAGES)), strict=True))
    assert row == {
        "索引号": "111405JC00100/2026-00001", "名称": "关于供热的通知", "内容概述": "供热。", "生成日期": "2026-01-04",
        "发布机构": "晋城市人民政府", "主题分类": "综合政务\\政务公开", "体裁分类": "通知", "文号": "晋市政发〔2026〕5号",
        "在线链接地址": "http://portal.localhost/zwgk/202601/t20260105_7.html", "关键词": "供热；采暖", "信息格式": "HTML", "语种": "汉语",
        "相关信息": "解读：一图读懂 http://portal.localhost/a.html", "发布日期": "2026-01-05", "联合发文机关": "教育局；财政局",
        "有效性": "有效", "所属站点": "portal",
    }


def test_a_relation_to_what_nobody_can_open_is_left_out() -> None:
    assert [each.title for each in entry_of(RECORD, "", PAGES).relation] == ["一图读懂"]
