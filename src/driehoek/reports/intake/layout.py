"""The columns of a file with reports: what each agreement's form asks, by the words of its headings."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from driehoek.access.identity import Identity
from driehoek.parties.models import Function
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState
from driehoek.position.queries.agreements import agreements_of
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.position.queries.walls import of_exercises
from driehoek.reports.models import Form, FormIndicator, FormOfAgreement, Standing
from driehoek.reports.queries import headings_of
from driehoek.reports.queries.walls import of_suppliers_own
from driehoek.reports.ready_forms import Heading

# A file holds what is due within this time; what is further away is not known to be expected yet.
AHEAD: Final = timedelta(days=35)
MOST_ROWS: Final = 200

DELIVERY, AGREEMENT, PERIOD = "levering", "afspraak", "periode"
GIST, STATUS, FLAG, FLAG_TEXT = "in één regel", "stand", "vandaag weten", "vandaag weten, toelichting"
FIXED: Final = (DELIVERY, AGREEMENT, PERIOD, GIST, STATUS, FLAG, FLAG_TEXT)
MEANING: Final = "betekenis: "
HEADING: Final = "rubriek: "


@dataclass(frozen=True)
class Asked:
    """What the reports under one agreement hold.

    Attributes:
        agreement: the agreement.
        form: its form, with the headings in order.
        figures: (key, name) of each prefilled indicator, in order.
    """

    agreement: Agreement
    form: Form
    headings: tuple[Heading, ...]
    figures: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """The columns as (name, "section" or "figure", key); words that two places share get the key behind them."""
        named = [(_free(one.label), "section", one.key) for one in self.headings]
        named += [(MEANING + name, "figure", key) for key, name in self.figures]
        times = Counter(name.casefold() for name, _kind, _key in named)
        return [
            (f"{name} ({key})" if times[name.casefold()] > 1 else name, kind, key)
            for name, kind, key in named
        ]

    @property
    def places(self) -> dict[str, tuple[str, str]]:
        """What each column in small letters is for: "section" or "figure", and its key."""
        return {name.casefold(): (kind, key) for name, kind, key in self.columns}


def asked_of(identity: Identity, agreement: uuid.UUID | None = None) -> list[Asked]:
    """Return what a writer's agreements with a form ask; of one agreement, or all of them. Three queries.

    A supplier writes for its own organisation, the adviser for whoever has an agreement.
    """
    mine = of_suppliers_own(identity)
    if identity.holds(Function.SAFETY_ADVISER):
        mine = Q(pk__isnull=False)
    choices = FormOfAgreement.objects.select_related("form").prefetch_related(
        Prefetch("chosen", FormIndicator.objects.select_related("indicator").order_by("place"))
    )
    rows = agreements_of(identity).filter(
        mine, of_exercises(False), state=AgreementState.ACTIVE, form_choice__isnull=False
    )
    if agreement:
        rows = rows.filter(pk=agreement)
    rows = rows.prefetch_related(Prefetch("form_choice", choices)).order_by("supplier__name", "what", "id")
    return [_asked(one) for one in rows]


def columns_of(asked: Iterable[Asked]) -> list[str]:
    """Return the header of a file about these agreements: what each asks, every heading once."""
    forms = list(asked)
    own = [column for one in forms for column in one.columns]
    headings = [name for name, kind, _key in own if kind == "section"]
    meanings = [name for name, kind, _key in own if kind == "figure"]
    status = [STATUS] if any(one.form.asks_status for one in forms) else []
    named = [DELIVERY, AGREEMENT, PERIOD, *headings, *meanings, *status, GIST, FLAG, FLAG_TEXT]
    return list({name.casefold(): name for name in named}.values())


def awaited(identity: Identity, asked: Sequence[Asked]) -> list[Delivery]:
    """Return what is expected under these agreements now or soon, the first due on top; one query."""
    rows = deliveries_of(identity).filter(
        agreement__in=[one.agreement.pk for one in asked],
        state=DeliveryState.EXPECTED,
        deadline__due_at__lt=timezone.now() + AHEAD,
    )
    return list(rows.order_by("deadline__due_at", "id")[:MOST_ROWS])


def period_cell(delivery: Delivery) -> str:
    """Return the period of a delivery as it stands in a file: its first and last day, or the day it is due."""
    if delivery.period_start and delivery.period_end:
        return f"{delivery.period_start.isoformat()} / {delivery.period_end.isoformat()}"
    due = delivery.period_end or (timezone.localdate(delivery.deadline.due_at) if delivery.deadline else None)
    return due.isoformat() if due else ""


def standing_of(text: str) -> str | None:
    """Return the standing that a cell names, in Dutch or in the words of the screen; None when it names none."""
    if not text.strip():
        return ""
    known = {str(one.label).casefold(): str(one.value) for one in Standing}
    with override("nl"):
        known |= {str(one.label).casefold(): str(one.value) for one in Standing}
    return known.get(text.strip().casefold())


def standings() -> str:
    """Return the words that the column for the standing knows."""
    return ", ".join(str(one.label).lower() for one in Standing)


def help_words(asked: Sequence[Asked]) -> list[tuple[str, str]]:
    """Return what each column of a file is for, as (column, words)."""
    said = {
        DELIVERY: _("Laat dit staan: hieraan herkennen we de rij."),
        AGREEMENT: _("De naam van de afspraak. Nodig als “levering” leeg is."),
        PERIOD: _("De periode, bijvoorbeeld 2026-W47 of 2026-10. Nodig als “levering” leeg is."),
        STATUS: standings(),
        GIST: _("Het rapport in één regel, hooguit 140 tekens."),
        FLAG: _("Alleen wat de burgemeester vandaag moet weten, in één regel."),
        FLAG_TEXT: _("Toelichting daarop."),
    }
    for one in asked:
        helps = {heading.key: heading.help for heading in one.headings}
        for name, kind, key in one.columns:
            said[name] = helps.get(key, "") if kind == "section" else _("Wat betekent dit cijfer?")
    return [(name, said.get(name, "")) for name in columns_of(asked)]


def _free(label: str) -> str:
    """Return a heading as the name of a column; one that is called like a fixed column says that it is a heading."""
    return f"{HEADING}{label}" if label.casefold() in FIXED else label


def _asked(agreement: Agreement) -> Asked:
    choice: FormOfAgreement = agreement.form_choice
    figures = choice.chosen.all() if choice.form.with_figures else ()
    return Asked(
        agreement=agreement,
        form=choice.form,
        headings=tuple(headings_of(choice.form)),
        figures=tuple((one.indicator.key, one.indicator.name) for one in figures),
    )
