"""The words of the position for what is due, on the boards of the room `deadlines`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Function
from driehoek.position import sentences
from driehoek.position.models import Agreement, Delivery, QuestionKind
from driehoek.position.queries.items import items_of
from driehoek.position.queries.questions import questions
from driehoek.position.queries.walls import readable
from driehoek.position.services.agreements import DELIVERY
from driehoek.position.services.judging_term import GATE
from driehoek.position.services.must_know import MUST_KNOW
from driehoek.position.services.questions import QUESTION


def register() -> None:
    """Tell the room of due dates who has the words for deliveries and questions."""
    kinds.register(DELIVERY, _deliveries, label=gettext_lazy("Leveringen"))
    kinds.register(MUST_KNOW, _must_know, label=gettext_lazy("Vandaag weten"))
    kinds.register(GATE, _gate, label=gettext_lazy("Afspraken om te toetsen"))
    kinds.register(QUESTION, _questions, label=gettext_lazy("Vragen en besluiten"))


def _deliveries(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = Delivery.objects.filter(
        readable(identity), deadline__in=[deadline.pk for deadline in deadlines]
    ).select_related("agreement", "theme", "deadline")
    return {
        delivery.deadline_id: Description(
            title=delivery.agreement.what,
            url=reverse("position:delivery", args=[delivery.pk]),
            detail=" · ".join(
                part for part in (delivery.theme.name, sentences.period_words(delivery)) if part
            ),
        )
        for delivery in found
        if delivery.deadline_id
    }


def _gate(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    wanted = {deadline.subject: deadline.pk for deadline in deadlines}
    found = Agreement.objects.filter(municipality=identity.municipality, pk__in=wanted)
    page = "position:gate_judge" if identity.holds(Function.DPO) else "position:agreement"
    return {
        wanted[one.pk]: Description(
            title=_("Toets de afspraak: %(what)s") % {"what": one.what}, url=reverse(page, args=[one.pk])
        )
        for one in found
    }


def _questions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = questions(identity).filter(deadline__in=[deadline.pk for deadline in deadlines])
    return {
        question.deadline_id: Description(
            title=question.text,
            url=reverse("position:question", args=[question.pk]),
            detail=_("besluit gevraagd") if question.kind == QuestionKind.DECISION else question.about_title,
        )
        for question in found
        if question.deadline_id
    }


def _must_know(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = {item.pk: item for item in items_of(identity).filter(pk__in=[one.subject for one in deadlines])}
    return {
        deadline.pk: Description(
            title=item.title,
            url=reverse("position:item", args=[item.pk]),
            detail=f"{item.supplier.name} · {item.theme.name}",
        )
        for deadline in deadlines
        if (item := found.get(deadline.subject)) is not None
    }
