"""The board and what comes are read in the order of the day they are due."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0002_walls'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(
                condition=models.Q(('state', 'open')),
                fields=['municipality', 'due_at', 'id'],
                name='deadline_open_due',
            ),
        ),
    ]
