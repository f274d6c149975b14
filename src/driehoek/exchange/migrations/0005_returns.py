"""The channel of a notice that came in elsewhere; what an asked party may read of a return; why a part was opened."""

import django.utils.timezone
from django.db import migrations, models

# A policy holds the columns that it names. These come back, wider, in 0006; until then their tables are closed.
OF_CHANNEL = ("exchange_part", "exchange_partkey", "exchange_partreading", "exchange_provision")
POLICIES = ("read", "insert", "update", "delete", "maintenance")
DROPPED = [f"DROP POLICY {table}_{name} ON {table}" for table in OF_CHANNEL for name in POLICIES]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_walls")]
    operations = [
        migrations.RunSQL(DROPPED, reverse_sql=migrations.RunSQL.noop),
        migrations.AddField(
            model_name="advice",
            name="number",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="advice",
            name="question",
            field=models.CharField(blank=True, max_length=1000, verbose_name="vraag"),
        ),
        migrations.AddField(
            model_name="advice",
            name="returns_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="partreading",
            name="number",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="partreading",
            name="reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="waarom u dit opent"),
        ),
        migrations.AddField(
            model_name="returnnotice",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="provision",
            name="channel",
            field=models.CharField(
                choices=[
                    ("driehoek", "In Driehoek"),
                    ("oral", "Mondeling"),
                    ("registered", "Buiten Driehoek ontvangen, hier vastgelegd"),
                ],
                default="driehoek",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="advice",
            index=models.Index(fields=["organisation", "-asked_at"], name="advice_asked"),
        ),
        migrations.AddIndex(
            model_name="partreading",
            index=models.Index(
                condition=models.Q(("reason", ""), _negated=True),
                fields=["municipality", "-at"],
                name="part_read_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="returnnotice",
            index=models.Index(fields=["organisation", "-made_at"], name="return_notice_own"),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "registered"), _negated=True), ("kind", "return"), _connector="OR"
                ),
                name="provision_registered_is_a_return",
            ),
        ),
    ]
