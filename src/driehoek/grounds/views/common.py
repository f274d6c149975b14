"""What the pages of this room share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import get_language

from driehoek.grounds.words import KEEPERS, READERS
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.components import Change, Conflict

__all__ = [
    "KEEPERS",
    "OFFICER",
    "OFFICER_OR_ADMIN",
    "READERS",
    "at",
    "conflict",
    "day",
    "form_page",
    "page_of",
]

OFFICER: Final = (Function.DPO,)
OFFICER_OR_ADMIN: Final = (Function.DPO, Function.ADMIN)


def day(value: Any) -> str:
    """Write a day in full in the reader's language; empty for none."""
    return formatting.date_long(value, language=formatting.known(get_language())) if value else ""


def at(value: datetime | None) -> str:
    """Write a moment near now in the reader's language; empty for none."""
    return formatting.moment(value, language=formatting.known(get_language())) if value else ""


def form_page(
    form: BaseForm, title: str, submit: str, back: tuple[str, str], *, lead: str = "", **more: Any
) -> dict[str, Any]:
    """Return the context of `web/form_page.html`.

    Args:
        form: the form.
        title: what the page is called.
        submit: the words on the button.
        back: address and words of the page before.
        lead: a sentence under the title.
        **more: anything else that the page takes, such as `conflict`.
    """
    url, label = back
    return {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "cancel_url": url,
        "back_url": url,
        "back_label": label,
        **more,
    }


def conflict(change: tuple[str, datetime] | None, changes: list[Change]) -> Conflict:
    """Return who was first, and what is stored now."""
    who, when = change or ("", None)
    return Conflict(who=who, when=when, changes=changes)


def page_of(name: str, *args: object) -> str:
    """Return an address of this room."""
    return reverse(f"grounds:{name}", args=list(args))
