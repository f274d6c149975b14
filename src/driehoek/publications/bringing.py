"""How an edition reaches the mayor: as an item, as what was expected, as the answer to a question."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation
from driehoek.position import services as position
from driehoek.position.models import Certainty, DeliveryState, InfoKind, Item, QuestionState
from driehoek.position.services.questions import may_answer
from driehoek.problems.models import Classification
from driehoek.publications.contents import Content
from driehoek.publications.models import Draft, Edition, Publication


def bring(identity: Identity, publication: Publication, draft: Draft, number: int) -> Item:
    """Make the item with which the edition reaches the mayor: what was expected, or unasked."""
    title = draft.title
    if number > 1:
        title = Truncator(title).chars(120) + _(" (versie %(number)s)") % {"number": number}
    new = position.NewItem(
        title=title,
        text=draft.finding,
        meaning="\n\n".join(filter(None, [draft.meaning, draft.advice])),
        info_kind=InfoKind.ANALYTICAL,
        period=draft.period,
        comparison=draft.comparison,
        limits=draft.limits,
        certainty=Certainty(draft.certainty),
        classification=Classification(draft.classification),
        source=_("Analyse, versie %(number)s") % {"number": number},
        reference=reverse("publications:edition", args=[publication.pk, number]),
    )
    delivery = publication.delivery
    if delivery is not None and delivery.state == DeliveryState.EXPECTED:
        [item] = position.deliver(identity=identity, delivery=delivery, version=delivery.version, items=[new])
        return item
    return position.provide(identity=identity, new=new, supplier=_own(identity), theme=draft.theme)


def answer(identity: Identity, publication: Publication, content: Content) -> None:
    """Answer the question that it was written for, when the one who publishes is who was asked."""
    question = publication.question
    if question is None or question.state != QuestionState.OPEN or not may_answer(identity, question):
        return
    words = _("Het antwoord staat in de analyse “%(title)s”.") % {"title": content["title"]}
    text = Truncator(f"{words}\n\n{content['finding']}").chars(4000)
    position.answer(identity=identity, question=question, version=question.version, text=text)


def tell_withdrawn(identity: Identity, publication: Publication, reason: str) -> None:
    """Let the mayor, who may have acted on it, hear that an analysis was withdrawn, and why."""
    last = Edition.objects.get(publication=publication, number=publication.number)
    new = position.NewItem(
        title=Truncator(_("Ingetrokken: %(title)s") % {"title": publication.title}).chars(140),
        text=reason,
        info_kind=InfoKind.ANALYTICAL,
        classification=Classification(last.content["classification"]),
        source=_("Analyse, versie %(number)s") % {"number": publication.number},
        reference=reverse("publications:page", args=[publication.pk]),
    )
    position.provide(identity=identity, new=new, supplier=_own(identity), theme=publication.theme)


def _own(identity: Identity) -> Organisation:
    return Organisation.objects.filter(pk__in=identity.organisations).order_by("name")[0]
