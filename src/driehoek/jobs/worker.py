"""`driehoek worker`: takes jobs from the queue in the database, under the app role."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence

from driehoek.installation.arguments import Arguments
from driehoek.installation.orphan import end_with_parent

GRACE_SECONDS = 8.0


def main() -> int:
    """Run as a child of the supervisor, which has put the settings in the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.settings")
    end_with_parent()
    django.setup()
    return command([])


def command(argv: Sequence[str]) -> int:
    """Work until SIGTERM or SIGINT; a job that is not done by then is taken up again later."""
    Arguments(prog="driehoek worker", description=__doc__).parse_args(list(argv))
    asyncio.run(_work())
    return 0


async def _work() -> None:
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        async with working.open_async():
            await working.run_worker_async(
                name=f"worker-{os.getpid()}",
                concurrency=2,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
            )


if __name__ == "__main__":
    sys.exit(main())
