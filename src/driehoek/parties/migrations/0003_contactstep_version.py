from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0002_contactstep'),
    ]

    operations = [
        migrations.AddField(
            model_name='contactstep',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
