"""Files with reports, which only who offered them sees; a job of the municipality throws old ones away."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from driehoek.access import rls

HERE = f"municipality_id = {rls.MUNICIPALITY}"
WRITERS = rls.holding("team_chief", "prosecutor", "case_director", "partner", "safety_adviser")
OWN = f"{HERE} AND by_id = {rls.PERSON} AND {WRITERS}"
OWN_OR_JOB = f"(({OWN}) OR ({HERE} AND {rls.SYSTEM}))"


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_council'),
        ('reports', '0002_walls'),
        ('access', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.BinaryField(null=True)),
                ('outcome', models.CharField(choices=[('previewed', 'Nog niet bewaard'), ('loaded', 'Bewaard'), ('refused', 'Geweigerd')], max_length=9)),
                ('counts', models.JSONField(default=dict)),
                ('rejects', models.JSONField(default=list)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.municipality')),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['by', '-at'], name='intake_of_person')],
            },
        ),
        rls.by_condition("reports_intake", read=OWN_OR_JOB, write=OWN, change=OWN_OR_JOB),
    ]
