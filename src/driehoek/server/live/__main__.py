"""`python -m driehoek.server.live`: the live server's process."""

import os
import sys

import django

from driehoek.installation.orphan import end_with_parent


def main() -> int:
    """Set Django up, then serve."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.settings")
    end_with_parent()
    django.setup()
    from driehoek.server.live.service import main as serve

    return serve()


if __name__ == "__main__":
    sys.exit(main())
