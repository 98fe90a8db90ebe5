from cms.accounts.models import Organisation
from cms.cluster.models import ChannelPage
from cms.export.context import ExportContext
from cms.export.pages import export_contents
from cms.organisations.models import Department, LeaderPage, OrganisationPage
from cms.records import Department as DepartmentRecord, LeaderRecord, OrganisationRecord


def test_organisations_and_leaders_leave_in_their_fixed_order(channel: ChannelPage, organisation: Organisation) -> None:
    channel.add_child(instance=OrganisationPage(
        title="市政府办公室", organisation=organisation, address="凤台街", phone="0356-0000000", hours="工作日",
        order=2, departments=[Department(name="综合科", duty="文电", phone="0356-0000001")],
    ))
    ChannelPage.objects.get(pk=channel.pk).add_child(
        instance=LeaderPage(title="某某", post="市长", duties="主持全面工作", organisation=organisation, order=1)
    )
    leader, office = sorted(export_contents(ExportContext()), key=lambda record: record.order)
    assert isinstance(office, OrganisationRecord) and isinstance(leader, LeaderRecord)
    assert (office.key, office.address) == ("jincheng", "凤台街")
    assert office.departments == (DepartmentRecord(name="综合科", duty="文电", phone="0356-0000001"),)
    assert (leader.post, leader.organisation) == ("市长", "晋城市人民政府")
    assert leader.sort_key() > office.sort_key()
