from typing import Any

from django.core.management import call_command
from django.db import migrations


def _make_table(apps: Any, schema_editor: Any) -> None:
    call_command('createcachetable', 'maillage_cache', database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(_make_table, migrations.RunPython.noop),
    ]
