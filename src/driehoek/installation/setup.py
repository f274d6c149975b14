"""From an address to a database that is ready: settings in the environment, migrations, rights."""

from __future__ import annotations

import os

from driehoek.installation.database import DatabaseAddress, app_role, open_database
from driehoek.installation.places import seal_key
from driehoek.installation.rights import grant_app_rights, put_seal_key


def enter(*, demo: bool = False, as_owner: bool = False) -> DatabaseAddress:
    """Open the installation's database and set Django up on it.

    Pages and jobs run under the app role. With `as_owner` the owner's connection is known too, as the alias
    `owner`, for migrations and for `ledger verify`.
    """
    address = open_database(demo=demo)
    use(address, demo=demo, as_owner=as_owner)
    return address


def use(address: DatabaseAddress, *, demo: bool = False, as_owner: bool = False) -> None:
    """Point Django at `address` and set it up."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.settings")
    os.environ["DRIEHOEK_APP_URL"] = address.app_url
    if demo:
        os.environ["DRIEHOEK_DEMO"] = "1"
    if as_owner:
        os.environ["DRIEHOEK_OWNER_URL"] = address.owner_url
    django.setup()


def migrate(address: DatabaseAddress) -> None:
    """Bring the tables up to date under the owner role, give the app role its rights, and put the seal key in."""
    from django.core.management import call_command

    from driehoek.installation.drawing import new_models_alone

    with new_models_alone():
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    grant_app_rights(address.owner_url, app_role(address))
    put_seal_key(address.owner_url, seal_key())
