from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diagnosis', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='diagnosis',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='essais'),
        ),
    ]
