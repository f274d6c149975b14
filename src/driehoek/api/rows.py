"""Keys as rows of a list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, gettext

from driehoek.api.models import ApiKey
from driehoek.web import formatting
from driehoek.web.components import Action, Row, Tag

SOON: Final = timedelta(days=14)


def key_row(key: ApiKey, now: datetime, *, with_owner: bool = False) -> Row:
    """Return a key as a row: what it is for, until when, last used; with a way to revoke it while it runs."""
    language = formatting.known(get_language())
    used = formatting.moment(key.last_used_at, language=language) if key.last_used_at else ""
    said = [
        gettext("%(hint)s… – gemaakt %(at)s")
        % {"hint": key.hint, "at": formatting.date_long(key.made_at, language=language)},
        gettext("gebruikt %(at)s") % {"at": used} if used else gettext("nog niet gebruikt"),
    ]
    if with_owner:
        said.insert(0, key.person.name)
    actions: tuple[Action, ...] = ()
    if key.opens(now):
        actions = (Action(gettext("Trek in"), reverse("api:revoke", args=[key.pk]), about=key.name),)
    return Row(
        title=key.name, text=_state(key, now), tags=_tags(key, now), meta=" · ".join(said), actions=actions
    )


def _state(key: ApiKey, now: datetime) -> str:
    language = formatting.known(get_language())
    if key.revoked_at:
        return gettext("Ingetrokken op %(at)s.") % {
            "at": formatting.date_long(key.revoked_at, language=language)
        }
    until = formatting.date_long(key.valid_until, language=language)
    if key.valid_until <= now:
        return gettext("Verlopen op %(at)s.") % {"at": until}
    does = gettext("Leest en levert aan") if key.may_write else gettext("Leest alleen")
    return gettext("%(does)s, tot en met %(at)s.") % {"does": does, "at": until}


def _tags(key: ApiKey, now: datetime) -> tuple[Tag, ...]:
    if key.revoked_at:
        return (Tag(gettext("Ingetrokken"), "barred"),)
    if key.valid_until <= now:
        return (Tag(gettext("Verlopen"), "unknown"),)
    if key.valid_until < now + SOON:
        return (Tag(gettext("Verloopt binnenkort"), "ask"),)
    return (Tag(gettext("Werkt"), "calm"),)
