"""Static files: gathered under hashed names when their sources changed since the last time."""

from __future__ import annotations

import hashlib
from pathlib import Path

# What libraries bring along and no page of ours loads; compressing it took most of the time of a first start.
UNUSED = ["rest_framework", "django_htmx/htm*-4*", "django_htmx/htmx-2.js"]


def collect() -> bool:
    """Gather the static files into `settings.STATIC_ROOT` when needed; tell whether that was so."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.digest")
    digest = sources_digest()
    if root.is_dir() and stamp.exists() and stamp.read_text() == digest:
        return False
    # Without a stamp, an interrupted run is done again.
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(digest)
    return True


def sources_digest() -> str:
    """Return a digest (SHA-256, hex) of the names and contents of every static source file."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    found = [(path, storage) for finder in get_finders() for path, storage in finder.list([])]
    for path, storage in sorted(found, key=lambda pair: pair[0]):
        digest.update(path.encode() + b"\0")
        with storage.open(path) as source:
            digest.update(hashlib.sha256(source.read()).digest())
    return digest.hexdigest()
