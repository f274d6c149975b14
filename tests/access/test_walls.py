"""A table of ours without forced row-level security fails here."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

# Why a table of ours may do without: it holds nothing of one municipality.
WITHOUT = {
    "parties_person": "sign-in must find a person before anyone is established; what people may see is in grants",
    "ledger_sealkey": "the key of the seal: the app's role has no right on it at all (tests/ledger/test_seal.py)",
    "areas_area": "public CBS areas, the same for every municipality",
    "django_migrations": "Django's own record of migrations",
    "django_content_type": "Django's own list of models",
    "django_session": "sessions are found by a random key before anyone is established",
}
# Tables of libraries, per prefix: they hold accounts and queued ids, no content of a municipality.
LIBRARIES = ("account_", "auth_", "mfa_", "usersessions_", "procrastinate_", "django_")
TENANT_COLUMNS = ("municipality_id", "problem_id", "problem")


def tables() -> dict[str, tuple[bool, bool, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)"
            " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        )
        return {name: (enabled, forced, policies) for name, enabled, forced, policies in cursor.fetchall()}


def test_every_table_is_walled_or_says_why_not(db: None) -> None:
    open_tables = {
        name
        for name, (enabled, forced, policies) in tables().items()
        if not (enabled and forced and policies) and name not in WITHOUT and not name.startswith(LIBRARIES)
    }
    assert not open_tables, f"force row-level security (access.rls) on: {sorted(open_tables)}"


def test_no_table_with_a_tenant_or_problem_column_is_excused(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = ANY(%s)",
            [list(TENANT_COLUMNS)],
        )
        tenant = {row[0] for row in cursor.fetchall()}
    walls = tables()
    assert tenant
    assert all(walls[name][0] and walls[name][1] and walls[name][2] for name in tenant)


def test_without_an_identity_no_walled_table_shows_a_row(cast: object) -> None:
    for model in apps.get_models():
        if tables().get(model._meta.db_table, (False,))[0]:
            assert not model._default_manager.exists(), model._meta.db_table


def test_the_app_role_owns_nothing_and_bypasses_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


def test_the_maintenance_switch_does_nothing_for_the_app_role(cast: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.maintenance', 'on', true)")
        cursor.execute("SELECT count(*) FROM parties_appointment")
        assert cursor.fetchone() == (0,)
