from django.db import migrations

import cms.disclosure.fields
from cms.disclosure.fields import held_as, prescribed


def write_orders_in_full(apps, schema_editor):
    """Give orders (令) the full name of their organ. Of two that turn out to be one, the later holds nothing and is refused when next saved."""
    pages = apps.get_model('disclosure', 'DocumentPage').objects
    orders = list(pages.filter(number__contains='令第').exclude(number__contains='〔').order_by('pk').select_related('publisher'))
    pages.filter(pk__in=[page.pk for page in orders]).update(held_number=None)
    taken = {None}
    for page in orders:
        held = None if page.alias_of_id else held_as(page)
        pages.filter(pk=page.pk).update(number=prescribed(page), held_number=None if held in taken else held)
        taken.add(held)


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0003_numbers_and_review'),
    ]

    operations = [
        migrations.AlterField(
            model_name='documentpage',
            name='number',
            field=cms.disclosure.fields.DocumentNumberField(blank=True, help_text='例如“晋市政发〔2026〕5号”；其他括号和全角数字会自动改正，命令（令）会写上发布机构的全称。', max_length=40, verbose_name='文号'),
        ),
        migrations.RunPython(write_orders_in_full, migrations.RunPython.noop),
    ]
