"""Row-level security for exports: one's own, for the officer all; the right stands behind each line as well."""

from pathlib import Path

from django.db import migrations

from driehoek.access import rls

SQL = (Path(__file__).parent.parent / "walls.sql").read_text(encoding="utf-8")
HERE = f"municipality_id = {rls.MUNICIPALITY}"
WATCHERS = rls.holding("admin", "dpo")
RIGHT_SEEN = f"{HERE} AND (person_id = {rls.PERSON} OR {WATCHERS})"
# Given by the administrator to another; ended by whoever ends it in their own name (walls.sql lets nothing else change).
RIGHT_GIVEN = (
    f"{rls.holding('admin')} AND given_by_id = {rls.PERSON} AND person_id <> {rls.PERSON} AND ended_at IS NULL"
)
RIGHT_ENDED = f"{WATCHERS} AND ended_at IS NOT NULL AND ended_by_id = {rls.PERSON}"
RIGHT_WRITTEN = f"{HERE} AND (({RIGHT_GIVEN}) OR ({RIGHT_ENDED}))"
EXPORT_SEEN = f"{HERE} AND (by_id = {rls.PERSON} OR {rls.holding('dpo')})"
# No line without a right of one's own that holds now, reaches to this list and as high as its mark.
BY_RIGHT = (
    "EXISTS (SELECT 1 FROM exports_exportright r WHERE r.id = exports_export.right_id"
    f" AND r.municipality_id = {rls.MUNICIPALITY} AND r.person_id = {rls.PERSON}"
    " AND r.ended_at IS NULL AND r.valid_from <= statement_timestamp() AND r.valid_until > statement_timestamp()"
    " AND r.highest >= exports_export.mark"
    " AND (r.tables = '{}' OR exports_export.table_key = ANY (r.tables)))"
)


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial"), ("access", "0002_walls")]
    operations = [
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
        rls.by_condition("exports_exportright", read=RIGHT_SEEN, write=RIGHT_WRITTEN, change=f"{HERE} AND {WATCHERS}"),
        rls.by_condition(
            "exports_export", read=EXPORT_SEEN, write=f"{HERE} AND by_id = {rls.PERSON} AND {BY_RIGHT}", change="false"
        ),
    ]
