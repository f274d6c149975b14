"""Telling readers that a briefing is there: a link, and not a word of what it says."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Final

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from driehoek.deadlines.tasks import first_page_address
from driehoek.jobs.app import municipality_task
from driehoek.parties.models import Person

LANGUAGE: Final = "nl"


def tell(*, municipality: uuid.UUID, briefing: uuid.UUID, persons: Iterable[uuid.UUID]) -> None:
    """Queue an e-mail to each of `persons`, in the caller's transaction: no commit, no mail.

    The order is fixed, so that two transactions do not wait for each other.
    """
    for person in sorted(set(persons)):
        send_mail_to.defer_once(
            key=f"{briefing}:{person}", municipality=municipality, person=str(person), briefing=str(briefing)
        )


@municipality_task()
def send_mail_to(*, municipality: uuid.UUID, **arguments: Any) -> None:
    """Mail one reader that a briefing is there; neither the subject nor the text says more."""
    place = Person.objects.filter(
        pk=arguments["person"], is_active=True, appointments__municipality=municipality
    )
    address = place.values_list("email", flat=True).first()
    if address is None:
        return
    origin = first_page_address().removesuffix(reverse("brief:today"))
    page = origin + reverse("briefings:briefing", args=[arguments["briefing"]])
    with translation.override(LANGUAGE):
        subject = _("Er staat een weekbriefing klaar")
        send_mail(subject, f"{subject}\n\n{page}\n", None, [address])
