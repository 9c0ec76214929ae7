from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='role',
            name='kind',
            field=models.CharField(choices=[('PILOT', 'Pilote du territoire'), ('DEPARTMENT', 'Personne référente du Département'), ('CONTRIBUTOR', 'Personne contributrice'), ('CLUB', 'Membre du Club')], max_length=15, verbose_name='rôle'),
        ),
    ]
