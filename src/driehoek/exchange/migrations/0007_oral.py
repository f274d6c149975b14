"""What was told by word of mouth: the answer of the other side, and the incidents of the officer."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0004_step_minutes"),
        ("exchange", "0006_returns_walls"),
        ("grounds", "0004_walls_of_keeping"),
        ("parties", "0004_council"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OralIncident",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=16)),
                ("outcome", models.CharField(max_length=16)),
                ("told_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "words",
                    models.CharField(blank=True, max_length=1000, verbose_name="hoe dit is afgehandeld"),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "deadline",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.deadline",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="grounds.decision"
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.municipality",
                    ),
                ),
                (
                    "provision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oral_incident",
                        to="exchange.provision",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "-recorded_at"], name="oral_incident_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at", None),
                            models.Q(("settled_by__isnull", False), models.Q(("words", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="oral_incident_settled_with_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OralReply",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("agrees", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.municipality",
                    ),
                ),
                (
                    "provision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oral_reply",
                        to="exchange.provision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees", True), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="oral_objection_has_words",
                    )
                ],
            },
        ),
    ]
