from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from cms.cluster.models import ChannelPage
from cms.export.context import ExportContext
from cms.export.pages import export_contents
from cms.media.models import CustomDocument
from cms.records import GuideRecord, Material, Question, Step
from cms.services.models import GuideMaterial, GuidePage, GuideQuestion, GuideStep

ELEMENTS = {
    "agency": "市公安局", "basis": "《中华人民共和国户口登记条例》", "conditions": "有合法稳定住所",
    "place": "政务服务中心", "hours": "工作日", "phone": "0356-0000000", "fee": "不收费",
}


def test_a_guide_leaves_with_all_its_elements(channel: ChannelPage, make_file: Callable[..., CustomDocument]) -> None:
    channel.add_child(instance=GuidePage(
        title="户口迁移", **ELEMENTS,
        materials=[GuideMaterial(name="居民身份证", form="原件", copies="1", sort_order=0),
                   GuideMaterial(name="申请表", sample=make_file(), sort_order=1)],
        steps=[GuideStep(title="申请", text="到窗口。", days="1 个工作日")],
        questions=[GuideQuestion(question="可以代办吗？", answer="可以。")],
    ))
    (guide,) = export_contents(ExportContext())
    assert isinstance(guide, GuideRecord)
    assert {name: getattr(guide, name) for name in ELEMENTS} == ELEMENTS
    assert guide.materials[0] == Material(name="居民身份证", form="原件", copies="1")
    assert guide.materials[1].sample in guide.media
    assert guide.steps == (Step(title="申请", text="到窗口。", days="1 个工作日"),)
    assert guide.questions == (Question(question="可以代办吗？", answer="可以。"),)


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_guide_without_one_of_its_elements_is_refused(channel: ChannelPage, element: str) -> None:
    with pytest.raises(ValidationError) as error:
        channel.add_child(instance=GuidePage(title="户口迁移", **{**ELEMENTS, element: ""}))
    assert element in error.value.message_dict
