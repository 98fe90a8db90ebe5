import re

import pytest

from cms.core.sanitise import clean_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=\"alert(1)\">a</p>",
    "<p style=\"position:fixed\" class=\"x\">a</p>",
    "<iframe src=\"https://example.com\"></iframe>",
    "<a href=\"javascript:alert(1)\">a</a>",
    "<a href=\" jAvAsCrIpT:alert(1)\">a</a>",
    "<a href=\"java\tscript:alert(1)\">a</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">a</a>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"https://example.com/a.png\">",
    "<img src=\"//example.com/a.png\">",
    "<img src=\"\\\\example.com\\a.png\">",
    "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
    "<img alt=\"><script>alert(1)</script>\">",
    "<img alt=\"--><svg onload=alert(1)>\" title=\"<img src=x onerror=alert(1)>\">",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<object data=\"a.swf\"></object><embed src=\"a.swf\">",
    "<form action=\"https://example.com\"><input name=a></form>",
    "<base href=\"https://example.com/\"><link rel=stylesheet href=a><meta http-equiv=refresh content=0>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<div><style>p{color:red}</style><p>a</p></div>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p title=\"x\">a<!-- comment --></p>",
]
DANGEROUS = re.compile(
    r"<(script|style|iframe|object|embed|form|svg|math|base|link|meta)\b|<[^>]*\s(on\w+|style|class)="
    r"|<[^>]*(href|src)=\"\s*(javascript|data):|<img[^>]*src=\"(https?:)?[/\\]{2}",
    re.IGNORECASE,
)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_comes_out_harmless_and_is_reported(html: str) -> None:
    cleaned, changed = clean_html(html)
    without_values = re.sub(r'(alt|title)="[^"]*"', "", cleaned)
    assert not DANGEROUS.search(without_values)
    assert changed


@pytest.mark.parametrize("html", HOSTILE)
def test_cleaning_twice_changes_nothing_more(html: str) -> None:
    cleaned, _ = clean_html(html)
    assert clean_html(cleaned) == (cleaned, False)


@pytest.mark.parametrize("html", [
    "<h3>第一章  总则</h3>\n<p>第一条 为了规范<strong>办理</strong>，制定本办法。</p>",
    "<table><caption>粮价</caption><tbody><tr><th scope=\"col\">品种</th>"
    "<td colspan=\"2\">小麦</td></tr></tbody></table>",
    "<p><a href=\"ref:12\" title=\"全文\">全文</a> <a href=\"mailto:a@example.com\">邮箱</a></p>",
    "<figure><img src=\"images/a.jpg\" alt=\"山\"><figcaption>太行</figcaption></figure>",
    "<p>a &lt; b &amp; c</p>",
])
def test_plain_government_html_stays_as_it_is(html: str) -> None:
    assert clean_html(html) == (html, False)


def test_another_way_of_writing_the_same_is_not_a_change() -> None:
    assert clean_html("<P>一<BR/>二</P><hr />") == ("<p>一<br>二</p><hr>", False)


def test_headings_start_at_the_second_level_and_end_at_the_fourth() -> None:
    assert clean_html("<h1>一</h1><h5>二</h5>")[0] == "<h2>一</h2><h4>二</h4>"


def test_a_div_with_text_becomes_a_paragraph_and_one_with_blocks_disappears() -> None:
    assert clean_html("<div><div>一</div><p>二</p></div>")[0] == "<p>一</p><p>二</p>"


def test_a_link_without_scheme_to_another_host_gets_one() -> None:
    assert clean_html("<a href=\"//example.com/a\">a</a>")[0] == "<a href=\"https://example.com/a\">a</a>"


def test_a_picture_of_the_library_stays_and_foreign_embeds_go() -> None:
    own = '<embed embedtype="image" format="fullwidth" id="12" alt="山">'
    assert clean_html(own) == (own, False)
    for foreign in ('<embed embedtype="media" id="1">', '<embed embedtype="image" id="1x">', '<embed src="/a.swf">'):
        assert clean_html(foreign)[0] == ""
