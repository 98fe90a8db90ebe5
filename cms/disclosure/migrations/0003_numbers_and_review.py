from django.db import migrations, models

import cms.disclosure.fields


def hold_numbers(apps, schema_editor):
    """Let each number be held by the document that was there first; a later one with the same is refused when it is next saved."""
    pages = apps.get_model('disclosure', 'DocumentPage').objects
    taken = set()
    for pk, number in pages.filter(alias_of=None).exclude(number='').order_by('pk').values_list('pk', 'number').iterator():
        if number not in taken:
            taken.add(number)
            pages.filter(pk=pk).update(held_number=number)


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0002_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='documentpage',
            name='index_number',
            field=cms.disclosure.fields.IndexNumberField(blank=True, default='', editable=False, max_length=40, null=True, unique=True, verbose_name='索引号'),
        ),
        migrations.AlterField(
            model_name='documentpage',
            name='number',
            field=cms.disclosure.fields.DocumentNumberField(blank=True, help_text='例如“晋市政发〔2026〕5号”；其他括号和全角数字会自动改正。', max_length=40, verbose_name='文号'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='held_number',
            field=cms.disclosure.fields.HeldNumberField(blank=True, editable=False, max_length=40, null=True, unique=True, verbose_name='占用的文号'),
        ),
        migrations.AddField(
            model_name='documentpage',
            name='reviewed',
            field=models.DateField(blank=True, help_text='年度清理认定继续有效的日期；只在后台可见。', null=True, verbose_name='上次清理日期'),
        ),
        migrations.RunPython(hold_numbers, migrations.RunPython.noop),
    ]
