from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='wave',
            name='directed',
            field=models.BooleanField(default=True, help_text='Faux quand les liens ont été recueillis sans sens.', verbose_name='liens avec un sens'),
        ),
    ]
