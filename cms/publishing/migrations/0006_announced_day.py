from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0005_find_changes_of_a_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnouncedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
            ],
            options={
                'verbose_name': '已处理到的日期',
                'verbose_name_plural': '已处理到的日期',
            },
        ),
    ]
