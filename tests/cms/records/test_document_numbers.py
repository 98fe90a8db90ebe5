import pytest
from hypothesis import given, settings, strategies as st

from cms.records.document_numbers import DocumentNumber, NumberError, Reference, in_full, parse, read, spelled

NUMBERS = st.builds(
    DocumentNumber, st.text(st.sampled_from("晋市政办发函财教高泽"), min_size=2, max_size=12), st.integers(1900, 2099),
    st.integers(1, 9999),
)


@pytest.mark.parametrize("text", [
    "晋市政发〔2026〕3号", "晋市政发[2026]3号", "晋市政发(2026)3号",
    "晋市政发（2026）3号", "晋市政发【2026】3号", "晋市政发［2026］3号",
    "晋市政发﹝2026﹞3号", "晋市政发〔２０２６〕３号", "晋市政发2026年第3号",
    "晋市政发2026年3号", "晋市政发〔2026年〕3号", "晋市政发〔2026〕第3号",
    "晋市政发〔2026〕003号", " 晋市政发 〔2026〕 3 号\u3000", "晋市政发\u200b〔2026〕3号\ufeff",
    "晋市政发〔2026〕3", "晋市政发〔2026〕3号文件",
    "晋市政发〔2026〕3号文", "晋市政发〖2026〗3号", "晋市政发《2026》3号", "晋市政发<2026>3号", "晋市政发［２０２６］第００３号",
    "晋市政发〔二〇二六〕三号", "晋市政发二○二六年第三号", "晋市政发〔2026〕第三号",
])
def test_every_spelling_is_read_and_written_in_the_one_form(text: str) -> None:
    assert parse(text) == DocumentNumber("晋市政发", 2026, 3)
    assert spelled(text) == "晋市政发〔2026〕3号"


@pytest.mark.parametrize(("text", "missing"), [
    ("[2026]3号", "机关代字"), ("3号", "机关代字"), ("晋〔2026〕3号", "机关代字"), ("JSZF〔2026〕3号", "机关代字"),
    ("晋市政发3号", "缺少年份"), ("晋市政发〔26〕3号", "四位"), ("晋市政发〔1026〕3号", "四位"), ("晋市政发〔2026〕0号", "序号"),
    ("晋市政发〔2026〕10000号", "序号"), ("关于做好供热工作的通知", "六角括号"), ("2026", "六角括号"), ("", "六角括号"),
    ("晋市政发〔2026〕号", "六角括号"),
    ("一二三四五六七八九十一二三〔2026〕3号", "2 至 12 个汉字"), ("晋市政发〔2026〕一百三号", "六角括号"),
    ("9" * 5000 + "号", "六角括号"), ("\x00", "六角括号"), ("晋市政发〔2026〕3号〔2026〕4号", "六角括号"),
])
def test_what_cannot_be_put_right_is_refused_with_what_is_missing(text: str, missing: str) -> None:
    with pytest.raises(NumberError, match=missing):
        parse(text)
    assert spelled(text) == text


ORDER = "晋城市人民政府令第12号"


@pytest.mark.parametrize("text", [
    ORDER, "晋城市人民政府令12号", "晋城市人民政府第12号令", "晋城市人民政府12号令", "晋城市人民政府令（第12号）",
    "晋城市人民政府令〔12号〕", " 晋城市人民政府令 第 １２ 号", "晋城市人民政府令第012号", "晋城市人民政府令第12号文件",
    "晋城市人民政府令第十二号", "晋城市人民政府令第一十二号", "晋城市人民政府第十二号令", "晋城市人民政府十二号令",
    "晋城市人民政府令（第一二号）",
])
def test_orders_are_read_without_a_year_and_written_in_their_own_form(text: str) -> None:
    assert parse(text) == DocumentNumber("晋城市人民政府令", None, 12)
    assert spelled(text) == ORDER


@pytest.mark.parametrize(("text", "missing"), [
    ("晋城市人民政府第12号", "缺少年份.*只有命令"), ("令第12号", "机关代字"), ("市令12号", "缺少年份"), ("晋城市人民政府令第0号", "序号"),
    ("12号令", "机关代字"),
])
def test_only_orders_of_a_named_organ_are_without_a_year(text: str, missing: str) -> None:
    with pytest.raises(NumberError, match=missing):
        parse(text)


@pytest.mark.parametrize(("text", "number"), [
    ("晋城市人民政府令第一百零三号", "晋城市人民政府令第103号"), ("晋城市人民政府令第一〇三号", "晋城市人民政府令第103号"),
    ("三政发〔2026〕十号", "三政发〔2026〕10号"), ("六十政发〔2026〕10号", "六十政发〔2026〕10号"),
])
def test_only_the_serial_and_the_year_are_numerals(text: str, number: str) -> None:
    assert spelled(text) == number


def test_an_order_with_a_year_keeps_it() -> None:
    assert spelled("晋政令[2026]第3号") == "晋政令〔2026〕3号"


@pytest.mark.parametrize("word", ["晋城市人民政府令", "市政府令", "高平市人民政府令", "晋城市市长令"])
def test_all_variants_of_an_order_lead_back_to_it(word: str) -> None:
    number = DocumentNumber(word, None, 63)
    assert number.variants[0] == str(number) and len(set(number.variants)) == len(number.variants)
    for variant in number.variants:
        meant = read(variant)
        assert meant is not None and meant.fits(number)
        assert not meant.fits(DocumentNumber(word, None, 6))


@pytest.mark.parametrize("asked", [
    "市政府令第63号", "市政府63号令", "晋城市人民政府第63号", "晋城市政府令63号", "人民政府令（第63号）", "第63号令", "63号令",
])
def test_people_say_parts_of_the_name_of_an_order(asked: str) -> None:
    meant = read(asked)
    assert meant is not None and meant.fits(DocumentNumber("晋城市人民政府令", None, 63))
    assert any("晋城市人民政府令第63号".endswith(ending) for ending in meant.order_endings)


@pytest.mark.parametrize("word", [
    "晋城市人民政府令", "晋城市政府令", "市人民政府令", "市政府令", "人民政府令", "政府令",
])
def test_an_order_gets_the_full_name_of_its_organ(word: str) -> None:
    number = in_full(DocumentNumber(word, None, 1), "晋城市人民政府", "市政府")
    assert str(number) == "晋城市人民政府令第1号"


@pytest.mark.parametrize("word", ["市住建局令", "晋城市住建局令", "晋市住建局令", "住房和城乡建设局令"])
def test_an_organ_is_known_by_its_short_name_also_behind_its_place(word: str) -> None:
    number = in_full(DocumentNumber(word, None, 1), "晋城市住房和城乡建设局", "市住建局")
    assert str(number) == "晋城市住房和城乡建设局令第1号"


@pytest.mark.parametrize("number", [
    DocumentNumber("高平市人民政府令", None, 1), DocumentNumber("高平市政府令", None, 1), DocumentNumber("晋城市市长令", None, 1),
    DocumentNumber("市政府办令", None, 1), DocumentNumber("市政府令", 2026, 1), DocumentNumber("晋市政发", 2026, 1),
])
@pytest.mark.parametrize("short", ["市政府", ""])
def test_other_names_and_other_numbers_stay(number: DocumentNumber, short: str) -> None:
    assert in_full(number, "晋城市人民政府", short) == number


def test_an_order_may_have_the_long_name_that_organs_have_in_full() -> None:
    long = "晋城市人民政府国有资产监督管理委员会"
    assert str(in_full(parse("市国资委令第1号"), long, "市国资委")) == f"{long}令第1号" == spelled(f"{long}第一号令")
    endless = "晋" * 30
    assert str(in_full(parse("市国资委令第1号"), endless, "市国资委")) == "市国资委令第1号"


def test_a_number_with_a_year_means_no_order() -> None:
    meant = read("晋城市人民政府令〔2026〕63号")
    assert meant is not None and not meant.fits(DocumentNumber("晋城市人民政府令", None, 63)) and meant.order_endings == ()


@settings(deadline=None)
@given(NUMBERS)
def test_all_variants_lead_back_to_the_number(number: DocumentNumber) -> None:
    assert number.variants[0] == str(number)
    assert len(set(number.variants)) == len(number.variants)
    for variant in number.variants:
        meant = read(variant)
        assert meant is not None and meant.fits(number)
    whole = number.variants[:5]
    assert {parse(variant) for variant in whole} == {number}


def test_people_leave_out_the_place_the_word_or_the_year() -> None:
    number = DocumentNumber("晋市政办", 2010, 11)
    assert {"政办11号", "市政办〔2010〕11号", "[2010]11号", "2010年11号", "2010年第11号"} <= set(number.variants)
    assert read("政办11号") == Reference("政办", None, 11)
    assert read("[2010]11号") == Reference("", 2010, 11)
    assert not Reference("政办", None, 12).fits(number)
    assert not Reference("", 2011, 11).fits(number)
    assert not Reference("晋市", 2010, 11).fits(number)


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert str(parse(text)) == spelled(text)
    except NumberError as error:
        assert str(error).startswith("文号格式如")


@pytest.mark.parametrize("text", ["晋市政办２０２６－２４号", "晋市政办2026–24号", "晋市政办2026/24", "晋市政办202624号"])
def test_a_year_may_stand_without_brackets(text: str) -> None:
    assert spelled(text) == "晋市政办〔2026〕24号"


@pytest.mark.parametrize("text", ["2026-24", "202624号", "晋2026-24", "晋市政办2026-12345", "晋市政办2026-", "晋市政办202624"])
def test_what_may_be_a_date_or_another_number_names_no_document(text: str) -> None:
    found = read(text)
    assert found is None or found.year is None
