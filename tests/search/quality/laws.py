"""Makes a corpus of regulations of several provinces: alike in titles and wording, as real ones are, and made up.

What makes known items hard is kept: the same subject in every province, titles that differ by a word, clauses that every
regulation has. Each has some sentences that no other has, out of slots filled by its own order of numbers.
"""

import random
from itertools import product

from search.documents import Document

# No two of them have the same initials, nor have two subjects: else initials would name two titles.
PROVINCES = (
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省", "江西省",
    "山东省", "河南省", "广东省", "四川省", "贵州省", "云南省", "甘肃省", "青海省", "太原市", "大同市", "长治市", "临汾市", "运城市",
    "郑州市",
)
SUBJECTS = (
    "古树名木保护", "城市供热", "停车场建设和使用", "非机动车安全", "养老服务促进", "生活垃圾分类", "公共文化服务保障", "地下水保护",
    "机动车停车", "非物质文化遗产保护", "旅游民宿促进", "物业服务", "献血", "信访", "档案", "全民健身", "农村饮用水安全",
    "煤炭资源综合利用",
    "优化营商环境", "突发公共卫生事件应急",
)
FORMS = ("条例", "管理办法", "若干规定")
OBJECTS = ("设施", "场所", "档案", "标识", "台账", "经费", "专项规划", "服务合同", "应急预案", "评估报告", "名录", "保护范围")
WHO = ("所有权人", "经营者", "管理单位", "乡镇人民政府", "行业协会", "志愿者组织", "业主大会", "施工单位", "用户", "村民委员会")
DOES = (
    "应当在三十日内申报", "不得擅自拆除", "可以委托专业机构养护", "应当向社会公布", "有权要求查阅", "应当登记造册",
    "定期组织检查", "不得转让",
)
WHERE = ("集贸市场", "居住小区", "历史文化街区", "高速公路服务区", "学校周边", "河道两侧", "工业园区", "风景名胜区", "矿区", "山区")
WHEN = ("汛期", "供暖季", "节假日", "施工期间", "重污染天气预警时", "考试期间", "疫情流行时", "每年第一季度")
CLAUSES = (
    "为了规范{subject}工作，维护当事人合法权益，根据有关法律、行政法规，结合本地实际，制定本规定。",
    "各级人民政府应当加强对{subject}工作的领导，将所需经费列入本级预算。",
    "任何单位和个人都有权对违反本规定的行为进行投诉和举报。",
    "国家工作人员玩忽职守、滥用职权、徇私舞弊的，依法给予处分。",
    "本规定自公布之日起施行。",
)


def laws(count: int, seed: int = 7) -> list[Document]:
    """Return so many regulations; the same seed gives the same ones."""
    rng = random.Random(seed)
    titles = [f"{province}{subject}{rng.choice(FORMS)}" for province, subject in product(PROVINCES, SUBJECTS)]
    return [_law(number, title, random.Random(f"{seed} {title}")) for number, title in enumerate(rng.sample(titles, count), 1)]


def _law(number: int, title: str, rng: random.Random) -> Document:
    subject = next(subject for subject in SUBJECTS if subject in title)
    own = [
        f"{rng.choice(WHEN)}，{rng.choice(WHERE)}的{rng.choice(WHO)}{rng.choice(DOES)}，涉及{subject}的{rng.choice(OBJECTS)}由"
        f"{rng.choice(WHO)}保存{rng.choice('二三五八十')}年；{rng.choice(WHERE)}的{rng.choice(OBJECTS)}，"
        f"{rng.choice(WHO)}{rng.choice(DOES)}。"
        for _ in range(24)
    ]
    sentences = [CLAUSES[0].format(subject=subject), CLAUSES[1].format(subject=subject), *own, *CLAUSES[2:]]
    text = "\n".join(f"第{place}条 {sentence}" for place, sentence in enumerate(sentences, 1))
    year = rng.randrange(2006, 2026)
    return Document(
        id=number, site="portal", kind="article", title=title, url=f"http://www.localhost/laws/{number}.html",
        date=f"{year}-{rng.randrange(1, 13):02d}-15", published=f"{year}-06-15T09:00+08:00", text=text, source="地方性法规",
    )
