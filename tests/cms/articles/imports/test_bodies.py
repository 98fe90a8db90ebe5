from pathlib import Path

import pytest
from PIL import Image
from wagtail.models import ReferenceIndex

from cms.articles.imports.bodies import prepare_body
from cms.articles.imports.pictures import PictureFolder
from cms.articles.models import ArticlePage
from cms.cluster.models import SiteProfile
from cms.core.blocks.html import BLOCK
from cms.core.sanitise import clean_html
from cms.media.models import CustomImage
from tests.cms.articles.imports.conftest import Run, make_line


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    (tmp_path / "images").mkdir()
    for name, colour in (("a.jpg", "steelblue"), ("b.jpg", "seagreen")):
        Image.new("RGB", (40, 30), colour).save(tmp_path / "images" / name)
    (tmp_path / "images" / "copy of a.jpg").write_bytes((tmp_path / "images" / "a.jpg").read_bytes())
    (tmp_path / "images" / "false.jpg").write_bytes(b"<script>alert(1)</script>")
    return tmp_path


def prepared(html: str) -> tuple[str, list[str]]:
    body = prepare_body(html, "标题", PictureFolder(None))
    return body.html, body.remarks


@pytest.mark.parametrize("html", [
    '<p class="x">一</p>', "<div>一</div>", "<section><p>一</p></section>", "<P>一<BR/>二</P>", "<p>一&#x4E8C;&nbsp;三</p>",
    "<p>一<span></span><!-- 注释 --></p>", "<font>一</font>", "<p>一<p>二", '<p id="a"><b>一</b></p>',
    '<a href="http://example.com/?a=1&b=2" target="_blank">一</a>', '<a href="//example.com/">一</a>', "甲 < 乙 & 丙",
    "<table>先<tr><td>一</td></tr></table>",
])
def test_another_way_of_writing_is_not_reported(html: str) -> None:
    assert prepared(html)[1] == []


@pytest.mark.parametrize(("html", "reason"), [
    ("<p>一</p><script>alert(1)</script>", "脚本"),
    ('<p onclick="alert(1)">一</p>', "事件属性 onclick"),
    ('<p style="color:red">一</p>', "样式属性"),
    ("<style>p{}</style><p>一</p>", "样式表"),
    ('<iframe src="https://example.com"></iframe><p>一</p>', "内嵌页面"),
    ('<p>一</p><embed embedtype="media" url="x">', "插件"),
    ('<p><a href="javascript:alert(1)">一</a></p>', "不安全的链接 javascript:alert(1)"),
    ('<p>一<img src="https://example.com/a.png"></p>', "外部图片 https://example.com/a.png"),
    ('<p>一<img src="data:image/png;base64,AAAA"></p>', "外部图片 data:image/png;base64,AAAA"),
    ("<form><p>一</p><input></form>", "表单"),
    ('<video src="a.mp4"></video><p>一</p>', "视频"),
])
def test_what_a_reader_may_miss_is_reported(html: str, reason: str) -> None:
    cleaned, remarks = prepared(html)
    assert remarks == [f"正文已清理，去除了{reason}"]
    assert "一" in cleaned
    assert clean_html(cleaned) == (cleaned, False)


def test_numbers_of_pictures_in_another_library_mean_nothing() -> None:
    cleaned, remarks = prepared('<p>一</p><embed embedtype="image" id="5" alt="x" format="left">')
    assert (cleaned, remarks) == ("<p>一</p>", ["正文已清理，去除了插件"])


def test_an_article_whose_html_was_cleaned_is_imported_and_reported(run: Run) -> None:
    done = run([make_line(body="<p>一</p><script>alert(1)</script>")])
    assert done.counts == (1, 0, 0, 1)
    assert done.problems == {1: "正文已清理，去除了脚本（文章已导入）"}
    assert "script" not in str(ArticlePage.objects.get().body.raw_data)


def test_a_body_of_which_nothing_remains_is_refused(run: Run) -> None:
    done = run([make_line(body="<script>alert(1)</script>"), make_line(slug="b", body="<p>&nbsp;</p>")])
    assert done.problems == {1: "正文已清理，去除了脚本；正文没有内容", 2: "正文没有内容"}
    assert done.counts == (0, 0, 0, 2)


def test_the_structure_of_a_legal_text_is_kept_to_the_letter(run: Run) -> None:
    body = (
        "<h2>第一章  总则</h2>\n<p>第一条 为了规范城市供热，根据《中华人民共和国节约能源法》等法律，结合本市实际，制定本办法。</p>\n"
        "<h3>第一节  一般规定</h3>\n<p>（一）供热期为每年11月15日至次年3月15日；</p>\n<p>　　（二）室温不低于18℃。</p>\n"
        "<table><thead><tr><th>面积</th><th>价格</th></tr></thead><tbody><tr><td colspan=\"2\">100㎡</td></tr></tbody></table>"
    )
    done = run([make_line(section="open/policies", body=body, tags=["地方法规"])])
    assert done.problems == {}
    assert ArticlePage.objects.get().body.raw_data[0]["value"] == body


def test_pictures_beside_the_file_come_into_the_library(run: Run, folder: Path, portal: SiteProfile) -> None:
    body = (
        '<p>前<img src="images/a.jpg" alt="太行云海"></p><p><strong><img src="images/b.jpg"></strong></p>'
        '<figure><img src="images/copy%20of%20a.jpg?x=1" alt="同一张"></figure>'
    )
    done = run([make_line(body=body)], folder=folder)
    assert (done.counts, done.problems) == ((1, 0, 0, 0), {})
    first, second = CustomImage.objects.order_by("pk")
    assert (first.alt, second.alt) == ("太行云海", "市政府部署供热改造")
    assert (first.width, first.file_size > 0, first.collection.name) == (40, True, portal.name)
    page = ArticlePage.objects.get()
    assert page.lead_image == first
    assert page.body.raw_data[0]["value"] == (
        f'<p>前</p><embed embedtype="image" format="fullwidth" id="{first.pk}" alt="太行云海">'
        f'<embed embedtype="image" format="fullwidth" id="{second.pk}" alt="市政府部署供热改造">'
        f'<figure><embed embedtype="image" format="fullwidth" id="{first.pk}" alt="同一张"></figure>'
    )
    targets = ReferenceIndex.get_references_for_object(page).filter(model_path__startswith="body")
    assert set(targets.values_list("to_object_id", flat=True)) == {str(first.pk), str(second.pk)}


def test_the_form_keeps_imported_pictures(run: Run, folder: Path) -> None:
    run([make_line(body='<p>一</p><img src="images/a.jpg" alt="山">')], folder=folder)
    html = ArticlePage.objects.get().body.raw_data[0]["value"]
    assert BLOCK.block.clean(html) == html


def test_pictures_are_stored_once_however_often_they_are_imported(run: Run, folder: Path) -> None:
    lines = [make_line(slug=f"a-{number}", body='<img src="images/a.jpg" alt="山">') for number in range(3)]
    assert run(lines, folder=folder, dry_run=True).counts == (3, 0, 0, 0)
    assert CustomImage.objects.count() == 0
    assert run(lines, folder=folder).counts == (3, 0, 0, 0)
    assert run(lines, folder=folder).counts == (0, 0, 3, 0)
    assert CustomImage.objects.count() == 1
    run([make_line(site="gaoping", body='<img src="images/a.jpg" alt="山">')], folder=folder)
    assert CustomImage.objects.count() == 2  # each site has its own part of the library


def test_a_lead_image_that_an_editor_chose_stays(run: Run, folder: Path) -> None:
    run([make_line(body='<p>一</p><img src="images/a.jpg">')], folder=folder)
    chosen = ArticlePage.objects.get().lead_image
    run([make_line(body='<p>二</p><img src="images/b.jpg">')], folder=folder)
    page = ArticlePage.objects.get()
    assert page.lead_image == chosen
    assert "二" in page.body.raw_data[0]["value"]
    used = ReferenceIndex.get_references_for_object(page).values_list("model_path", "to_object_id")
    assert set(used) == {("lead_image", str(chosen.pk)), ("body.html", str(CustomImage.objects.latest("pk").pk))}


@pytest.mark.parametrize(("source", "reason"), [
    ("images/missing.jpg", "找不到图片“images/missing.jpg”"),
    ("../outside.jpg", "找不到图片“../outside.jpg”"),
    ("%2e%2e/outside.jpg", "找不到图片"),
    ("/etc/passwd", "找不到图片“/etc/passwd”"),
    ("images/false.jpg", "“false.jpg”不是完整有效的图片"),
    ("images", "找不到图片“images”"),
    ("images/a.svg", "找不到图片"),
])
def test_a_picture_that_cannot_be_taken_is_left_out_and_reported(
    run: Run, folder: Path, source: str, reason: str
) -> None:
    Image.new("RGB", (4, 3)).save(folder.parent / "outside.jpg")
    done = run([make_line(body=f'<p>一<img src="{source}"></p>')], folder=folder)
    assert done.counts == (1, 0, 0, 1)
    assert reason in done.problems[1]
    assert ArticlePage.objects.get().body.raw_data[0]["value"] == "<p>一</p>"
    assert not CustomImage.objects.exists()
