"""Forms of the municipality and which agreement uses which."""

from __future__ import annotations

import uuid

from django.db.models import Count, QuerySet

from driehoek.access.identity import Identity
from driehoek.position.models import Agreement
from driehoek.reports.models import Form, FormOfAgreement, Report
from driehoek.reports.ready_forms import Heading, ReadyForm, ready_forms


def forms_of(identity: Identity) -> QuerySet[Form]:
    """Return the forms of the municipality by name, each with `uses`: how many agreements have it."""
    return (
        Form.objects.filter(municipality=identity.municipality)
        .annotate(uses=Count("choices"))
        .order_by("name")
    )


def form_or_none(identity: Identity, form: uuid.UUID) -> Form | None:
    """Return one form of the municipality."""
    return Form.objects.filter(municipality=identity.municipality, pk=form).first()


def ready_to_take(identity: Identity) -> list[ReadyForm]:
    """Return the ready-made forms that the municipality has not taken over."""
    taken = set(
        Form.objects.filter(municipality=identity.municipality).exclude(key="").values_list("key", flat=True)
    )
    return [one for one in ready_forms().values() if one.key not in taken]


def form_of(agreement: Agreement) -> FormOfAgreement | None:
    """Return which form reports under an agreement have, with the form; None when it has none.

    Row-level security shows it to keepers and to the supplier, and to nobody else.
    """
    return FormOfAgreement.objects.filter(agreement=agreement).select_related("form").first()


def headings_of(form: Form) -> list[Heading]:
    """Return the headings of a form, in order."""
    return [Heading(**one) for one in form.headings]


def headings_for(form: Form, report: Report | None) -> list[Heading]:
    """Return the headings under which a report is written.

    What was sent under a heading that the form has lost since keeps it, behind the others: a report that comes back
    with a question must not lose a text on the way.
    """
    headings = headings_of(form)
    if report is None or report.sent_at is None:
        return headings
    known = {one.key for one in headings}
    lost = (one for one in report.sections.all() if one.text and one.key not in known)
    return headings + [Heading(one.key, one.label, "", False) for one in lost]
