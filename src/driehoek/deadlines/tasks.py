"""Work by itself: looking every five minutes what has become late, and telling people that something waits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from driehoek.access.identity import all_municipalities
from driehoek.jobs.app import RETRY, municipality_task
from driehoek.ledger.services import start_trace
from driehoek.parties.models import Person

LANGUAGE: Final = "nl"


@app.periodic(cron="*/5 * * * *")
@app.task(name="driehoek.deadlines.tasks.sweep_all", queueing_lock="sweep_deadlines", retry=RETRY)
def sweep_all(timestamp: int) -> None:  # noqa: ARG001
    """Queue a sweep of every municipality; a fault in one does not keep the others waiting."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        sweep_municipality.defer_once(key="", municipality=municipality)


@municipality_task()
def sweep_municipality(*, municipality: uuid.UUID, **_arguments: Any) -> None:
    """Send the reminders and take the steps that are due (services.sweep), some at a time.

    While a sweep runs it holds the municipality's chain, so what is left waits for a transaction of its own.
    """
    from driehoek.deadlines.services import sweep
    from driehoek.deadlines.services.reminding import SWEEP_LIMIT

    if sweep(municipality=municipality, now=timezone.now()) >= SWEEP_LIMIT:
        sweep_municipality.defer_once(key="", municipality=municipality)


def tell(*, municipality: uuid.UUID, persons: Iterable[uuid.UUID]) -> None:
    """Queue an e-mail to each of `persons`, in the caller's transaction: no commit, no mail.

    Someone for whom a mail waits already gets that one: it says the same, however much there is. The order is
    fixed, so that two transactions do not wait for each other.
    """
    for person in sorted(set(persons)):
        send_mail_to.defer_once(key=str(person), municipality=municipality, person=str(person))


@municipality_task()
def send_mail_to(*, municipality: uuid.UUID, **arguments: Any) -> None:
    """Mail one person that something waits; neither the subject nor the text says what, or whose."""
    place = Person.objects.filter(
        pk=arguments["person"], is_active=True, appointments__municipality=municipality
    )
    address = place.values_list("email", flat=True).first()
    if address is None:
        return
    with translation.override(LANGUAGE):
        send_mail(_("Er wacht iets op u in Driehoek"), mail_text(), None, [address])


def mail_text() -> str:
    """Return the text of the mail, in the language that is active: nothing personal, no content."""
    return _("Er wacht iets op u in Driehoek.\n\nMeld u aan om het te zien:\n%(address)s\n") % {
        "address": first_page_address()
    }


def first_page_address() -> str:
    """Return the address of the first page as people reach it.

    A job has no request to take it from: it is the address that is set, else the first trusted origin, else the
    first host that is served.
    """
    if settings.ADDRESS:
        origin = settings.ADDRESS.rstrip("/")
    elif settings.CSRF_TRUSTED_ORIGINS:
        origin = settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/")
    else:
        named = [host for host in settings.ALLOWED_HOSTS if "*" not in host]
        origin = f"{'https' if settings.TLS else 'http'}://{named[0].lstrip('.') if named else 'localhost'}"
    return origin + reverse("brief:today")
