"""Write invented government articles as JSON Lines, the same ones for the same seed.

    python -m tests.benchmarks.corpus --articles 10000 > corpus.jsonl

One line is one article in the format of `manage.py import_articles`. All builders read the same file.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

# Key, name and share of all articles: the portal carries more than any county.
SITES = (
    ("portal", "晋城在线", 8), ("chengqu", "城区", 2), ("zezhou", "泽州县", 3), ("gaoping", "高平市", 3),
    ("yangcheng", "阳城县", 3), ("lingchuan", "陵川县", 2), ("qinshui", "沁水县", 2), ("tourism", "晋城旅游网", 2),
    ("talent", "晋城人才网", 3),
)
SECTIONS = (
    ("news/headlines", "要闻动态"), ("news/departments", "部门动态"), ("news/notices", "通知公告"),
    ("open/policies", "政策文件"), ("open/interpretation", "政策解读"), ("open/finance", "财政信息"),
    ("open/personnel", "人事信息"), ("service/guides", "办事指南"), ("service/livelihood", "民生服务"),
    ("data/statistics", "统计数据"), ("city/overview", "走进晋城"), ("city/culture", "历史文化"),
)
UNITS = (
    "市人民政府办公室", "市发展和改革委员会", "市教育局", "市工业和信息化局", "市公安局", "市民政局", "市司法局", "市财政局",
    "市人力资源和社会保障局", "市规划和自然资源局", "市生态环境局", "市住房和城乡建设局", "市交通运输局", "市水务局",
    "市农业农村局", "市文化和旅游局", "市卫生健康委员会", "市应急管理局", "市能源局", "市医疗保障局",
)
TOWNS = ("城区", "泽州县", "高平市", "阳城县", "陵川县", "沁水县", "北留镇", "巴公镇", "润城镇", "大阳镇", "郑庄镇", "附城镇")
SUBJECTS = (
    "煤层气增储上产", "集中供热管网改造", "义务教育学校扩建", "太行一号旅游公路养护", "桑蚕标准化养殖", "小麦机收跨区作业",
    "城乡居民医保参保", "河道防汛隐患排查", "古堡古村落保护", "老旧小区加装电梯", "职业技能提升培训", "秸秆综合利用", "农村饮水安全",
    "政务服务一网通办", "森林草原防火", "道路交通安全整治", "养老服务设施建设", "小微企业融资服务", "空气质量改善", "粮食储备轮换",
)
ACTS = ("推进", "部署", "启动", "检查", "调度", "规范", "完善", "总结", "督办", "宣传", "落实", "组织实施")
BYLINES = ("本站记者", "本站编辑部", "通讯员", "信息中心", "宣传科", "综合科")
SENTENCES = (
    "{town}把{subject}列入民生实事清单，由{unit}牵头，逐月公布进度",
    "{unit}工作人员表示，{subject}计划投入{large}万元，已经完成{share}%",
    "{month}月以来，窗口共收到相关申请{large}件，其中{small}件当场办结，群众满意率达到{share}%",
    "检查组一行先后来到{town}的{small}处现场，查阅台账，询问进度，当面反馈发现的问题",
    "各责任单位要在{month}月{day}日之前报送整改情况，逾期未报的予以通报",
    "符合条件的居民可以携带身份证件到就近的便民服务中心办理，也可以通过政务服务网在线提交材料",
    "与去年同期相比，{town}的这项指标提高了{share}个百分点，位居全市前列",
    "针对{subject}当中资金拨付慢、审批环节多的情况，{unit}会同有关部门提出了{small}条改进措施",
    "根据气象部门的预报，{month}月下旬降水偏多，请{town}提前做好物资储备和人员转移准备",
    "《{subject}实施细则》自{month}月{day}日起施行，此前规定与本细则不一致的，以本细则为准",
)
FIRST_DAY = datetime(2006, 1, 1, 8, 0)
MINUTES = 20 * 365 * 24 * 60


def write_paragraph(chance: random.Random) -> str:
    return "".join(
        chance.choice(SENTENCES).format(
            town=chance.choice(TOWNS), unit=chance.choice(UNITS), subject=chance.choice(SUBJECTS),
            large=chance.randint(100, 99_999), small=chance.randint(2, 99), share=round(chance.uniform(1, 99), 1),
            month=chance.randint(1, 12), day=chance.randint(1, 28),
        ) + "。"
        for _ in range(chance.randint(2, 4))
    )


def write_table(chance: random.Random) -> str:
    rows = "".join(
        f"<tr><td>{chance.choice(TOWNS)}</td><td>{chance.randint(1, 999)}</td><td>{chance.uniform(0, 100):.2f}</td></tr>"
        for _ in range(12)
    )
    return f"<table><thead><tr><th>单位</th><th>件数</th><th>占比</th></tr></thead><tbody>{rows}</tbody></table>"


def write_body(chance: random.Random) -> str:
    """Return six to fourteen paragraphs, a heading before every fifth, and now and then a table."""
    parts = []
    for number in range(chance.randint(6, 14)):
        if number % 5 == 3:
            parts.append(f"<h2>{chance.choice(ACTS)}{chance.choice(SUBJECTS)}</h2>")
        parts.append(f"<p>{write_paragraph(chance)}</p>")
    if chance.random() < 0.15:
        parts.append(write_table(chance))
    return "\n".join(parts)


def write_articles(count: int, seed: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(seed)
    shares = [share for _, _, share in SITES]
    for number in range(count):
        site, site_name, _ = chance.choices(SITES, shares)[0]
        section, section_name = chance.choice(SECTIONS)
        unit, subject = chance.choice(UNITS), chance.choice(SUBJECTS)
        published = FIRST_DAY + timedelta(minutes=chance.randint(0, MINUTES))
        yield {
            "site": site, "site_name": site_name, "section": section, "section_name": section_name,
            "slug": f"{published:%Y%m%d}-{number:07d}",
            "title": f"{chance.choice(TOWNS)}{chance.choice(ACTS)}{subject}工作（{number}）",
            "date": published.isoformat(timespec="minutes"),
            "author": chance.choice(BYLINES), "source": unit,
            "tags": sorted({subject, chance.choice(SUBJECTS)}),
            "summary": f"{unit}{chance.choice(ACTS)}{subject}，{write_paragraph(chance)[:70]}",
            "body": write_body(chance),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for article in write_articles(options.articles, options.seed):
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
