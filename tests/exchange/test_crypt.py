"""Contents under lock: bound to their part, unreadable without their key, provable without holding them."""

from __future__ import annotations

import uuid

import pytest

from driehoek.exchange import crypt
from driehoek.exchange.crypt import UnreadableError
from driehoek.exchange.models import Part, PartKey

TEXT = "De heer Verzonnen staat op 3 december terecht. Ook €, ë en 🙂."
LONG = 4


def sealed(text: str = TEXT) -> tuple[Part, PartKey]:
    part = Part(id=uuid.uuid4())
    locked = crypt.lock(text, part.pk)
    part.body, part.nonce, part.digest = locked.body, locked.nonce, locked.digest
    return part, PartKey(part=part, wrapped=locked.wrapped)


def test_a_text_comes_back_and_shows_nothing_of_itself() -> None:
    part, key = sealed()
    assert crypt.unlock(part, key) == TEXT
    stored = bytes(part.body) + bytes(part.nonce) + bytes(key.wrapped) + part.digest.encode()
    assert not any(word.encode() in stored for word in TEXT.split() if len(word) > LONG)


def test_each_text_has_its_own_key_and_nonce() -> None:
    part = uuid.uuid4()
    first, second = crypt.lock(TEXT, part), crypt.lock(TEXT, part)
    assert first.nonce != second.nonce
    assert first.body != second.body
    assert first.wrapped != second.wrapped
    assert first.digest == second.digest
    assert first.characters == len(TEXT)


def test_a_text_is_bound_to_its_part_and_its_key() -> None:
    (part, key), (other, other_key) = sealed(), sealed("Iets anders.")
    with pytest.raises(UnreadableError):
        crypt.unlock(part, other_key)
    # Body and key moved together to another part do not open either.
    other.body, other.nonce = part.body, part.nonce
    with pytest.raises(UnreadableError):
        crypt.unlock(other, PartKey(part=other, wrapped=key.wrapped))
    part.body = bytes(part.body)[:-1] + bytes([part.body[-1] ^ 1])
    with pytest.raises(UnreadableError):
        crypt.unlock(part, key)


def test_without_body_or_under_another_installation_nothing_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    part, key = sealed()
    digest = crypt.digest_of(TEXT, part.pk)
    monkeypatch.setenv("DRIEHOEK_EXCHANGE_KEY", "van-een-ander")
    crypt._installation.cache_clear()
    try:
        with pytest.raises(UnreadableError):
            crypt.unlock(part, key)
        assert crypt.digest_of(TEXT, part.pk) != digest
    finally:
        monkeypatch.undo()
        crypt._installation.cache_clear()
    assert crypt.unlock(part, key) == TEXT
    part.body = None
    with pytest.raises(UnreadableError):
        crypt.unlock(part, key)
