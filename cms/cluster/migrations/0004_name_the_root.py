"""Give the root of all sites a Chinese name; staff meet it in the page chooser."""

from django.db import migrations


def name_root(apps, schema_editor):
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root").update(title="网站群", draft_title="网站群")


class Migration(migrations.Migration):
    dependencies = [("cluster", "0003_empty_start")]

    operations = [migrations.RunPython(name_root, migrations.RunPython.noop)]
