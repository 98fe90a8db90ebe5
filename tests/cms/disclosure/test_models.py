from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage
from cms.disclosure.enums import Validity
from cms.disclosure.models import DocumentPage


def document(organisation: Organisation, **fields: object) -> DocumentPage:
    values = {"title": "通知", "publisher": organisation, "created": date(2026, 1, 5), "theme": "0201", **fields}
    return DocumentPage(**values)


@pytest.mark.parametrize("number", ["晋市政发〔2026〕5号", "高政办函〔2025〕112号", ""])
def test_document_numbers_in_the_prescribed_form_are_accepted(
    channel: ChannelPage, organisation: Organisation, number: str
) -> None:
    assert channel.add_child(instance=document(organisation, number=number)).pk


@pytest.mark.parametrize("number", ["5号", "晋市政发〔26〕5号", "晋市政发〔2026〕0号", "关于供热的通知"])
def test_other_document_numbers_are_refused(channel: ChannelPage, organisation: Organisation, number: str) -> None:
    with pytest.raises(ValidationError, match="文号格式"):
        channel.add_child(instance=document(organisation, number=number))


def test_a_document_is_not_repealed_before_it_is_made(channel: ChannelPage, organisation: Organisation) -> None:
    with pytest.raises(ValidationError, match="废止日期"):
        channel.add_child(instance=document(organisation, repealed=date(2025, 5, 1), validity=Validity.REPEALED))


def test_a_document_does_not_expire_before_it_takes_effect(channel: ChannelPage, organisation: Organisation) -> None:
    with pytest.raises(ValidationError, match="有效期"):
        channel.add_child(instance=document(organisation, effective=date(2026, 5, 1), expires=date(2026, 4, 1)))
