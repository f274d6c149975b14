"""Daily signed Merkle roots: a witness of the chain that leaves the system (design.md, section 4.2)."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.db import connections, transaction

from driehoek.ledger.chain import merkle_root
from driehoek.ledger.models import Root


def signing_key() -> Ed25519PrivateKey:
    """Return the installation's signing key, made on first use and kept readable for its owner only."""
    path = Path(settings.VAR) / "keys" / "ledger-ed25519"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(
            Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        )
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def sign_root(*, municipality: uuid.UUID, out: Path | None = None, using: str = "default") -> Root | None:
    """Sign the root of everything on the ledger so far; None when nothing came after the last root.

    The caller acts for the municipality (access.identity). The root is stored and written to `out` (the folder
    `roots` under the var folder when not named), from where it is to be carried off: mailed, printed, or
    handed to the other parties as cross-witnesses.
    """
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT sequence, hash FROM ledger_hashes(%s)", [municipality])
            rows = cursor.fetchall()
            if using != "default":
                # The function above ended the owner's maintenance when it returned; the root is stored under it.
                cursor.execute("SELECT set_config('app.maintenance', 'on', true)")
        stored = Root.objects.using(using)
        if not rows or stored.filter(municipality_id=municipality, sequence=rows[-1][0]).exists():
            return None
        key = signing_key()
        root, sequence = merkle_root([bytes(value) for _sequence, value in rows]), int(rows[-1][0])
        made = stored.create(
            municipality_id=municipality,
            sequence=sequence,
            root=root,
            signature=key.sign(signed_message(municipality, sequence, root)),
            public_key=key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
        )
        _write(made, out or Path(settings.VAR) / "roots")
    return made


def signed_message(municipality: uuid.UUID, sequence: int, root: bytes) -> bytes:
    """Return the bytes that a root's signature covers."""
    return f"driehoek-ledger-root:{municipality}:{sequence}:{root.hex()}".encode()


@dataclass(frozen=True)
class RootCheck:
    """Whether a stored root still fits the chain and its signature."""

    sequence: int
    fits: bool
    signed: bool


def check_roots(roots: list[Root], hashes: list[bytes]) -> list[RootCheck]:
    """Compare stored roots with the event hashes, in order from sequence 1."""
    return [
        RootCheck(
            sequence=root.sequence,
            fits=len(hashes) >= root.sequence and merkle_root(hashes[: root.sequence]) == bytes(root.root),
            signed=_signature_holds(root),
        )
        for root in roots
    ]


def _signature_holds(root: Root) -> bool:
    public = Ed25519PublicKey.from_public_bytes(bytes(root.public_key))
    try:
        public.verify(
            bytes(root.signature), signed_message(root.municipality_id, root.sequence, bytes(root.root))
        )
    except InvalidSignature:
        return False
    return True


def _write(root: Root, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "municipality": str(root.municipality_id),
        "sequence": root.sequence,
        "root": bytes(root.root).hex(),
        "signature": base64.b64encode(bytes(root.signature)).decode(),
        "public_key": base64.b64encode(bytes(root.public_key)).decode(),
    }
    name = f"{root.municipality_id}-{root.sequence:09d}.json"
    (folder / name).write_text(json.dumps(content, indent=1) + "\n")
