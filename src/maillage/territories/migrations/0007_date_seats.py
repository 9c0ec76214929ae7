from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("territories", "0006_keep_a_calendar"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='body',
            name='members',
        ),
    ]
