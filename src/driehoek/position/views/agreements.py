"""Pages about agreements: making one, the list, one with what came of it, changing, resting and ending it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Organisation
from driehoek.position import sentences, services
from driehoek.position.forms.agreements import (
    AgreementForm,
    ChangeAgreementForm,
    Shape,
    first_values,
    shape_of,
)
from driehoek.position.models import Agreement, AgreementState, Need, NeedState
from driehoek.position.queries import agreements as queries
from driehoek.position.queries.needs import partners_of, themes_of
from driehoek.position.views import (
    KEEPERS,
    READERS,
    READERS_AND_SUPPLIERS,
    agreement_or_404,
    changes_between,
    conflict_of,
    need_or_404,
    too_late,
    uuid_of,
)
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version, sent_again

SHAPES: Final = (
    (Shape.RECURRING, gettext_lazy("Op vaste tijden")),
    (Shape.ONCE, gettext_lazy("Eén keer")),
    (Shape.EVENT, gettext_lazy("Bij een gebeurtenis")),
)


@for_functions(*READERS_AND_SUPPLIERS)
@require_GET
def agreement_list(request: IdentifiedRequest) -> HttpResponse:
    """List agreements by supplier; a supplier finds its own."""
    chosen = _filter(request)
    found, more = queries.agreement_list(request.identity, chosen, after=uuid_of(request.GET.get("na", "")))
    context = {
        "rows": [sentences.agreement_row(one) for one in found],
        "next_url": _following(request.GET, found[-1]) if more else "",
        "chosen": chosen,
        "states": AgreementState.choices,
        "theme_choices": themes_of(request.identity),
        "partner_choices": partners_of(request.identity),
        "narrowed": chosen != queries.AgreementFilter(),
        "may_keep": request.identity.holds(*KEEPERS),
        "is_reader": request.identity.holds(*READERS),
    }
    return render(request, "position/agreements.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest, need: uuid.UUID) -> HttpResponse:
    """Agree on a supply for a need; only what is missing is asked."""
    found = need_or_404(request, need)
    if found.state != NeedState.OPEN:
        messages.info(request, _("Deze behoefte loopt niet meer. Draai dat eerst terug."))
        return redirect("position:need", found.pk)
    shape = shape_of(request.GET.get("ritme", "") or found.rhythm)
    supplier = _supplier(request, found)
    form = AgreementForm(
        request.POST or None,
        identity=request.identity,
        need=found,
        shape=shape,
        supplier=supplier,
        initial=first_values(found, shape),
    )
    if request.method == "POST" and form.is_valid():
        answer = _make(request, form, found, shape)
        if answer is not None:
            return answer
    running = queries.overlapping(request.identity, found, supplier) if supplier else None
    context = _new_context(found, form, shape) | {
        "running": running if running and shape != Shape.ONCE and not form.errors else None
    }
    return render(request, "position/agreement_form.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Change an agreement; a second editor is told, and keeps what was typed."""
    found = agreement_or_404(request, agreement)
    shape = shape_of(request.GET.get("ritme", "") or found.rhythm)
    form = ChangeAgreementForm(request.POST or None, identity=request.identity, agreement=found, shape=shape)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_agreement(
                identity=request.identity,
                agreement=found,
                version=form.cleaned_data["version"],
                values=form.values(),
            )
        except VersionConflict:
            found = agreement_or_404(request, agreement)
            conflict = conflict_of(found, changes_between(form, ChangeAgreementForm.initial_of(found)))
            form = ChangeAgreementForm(
                sent_again(request, found.version), identity=request.identity, agreement=found, shape=shape
            )
        else:
            words = _("De afspraak is gewijzigd.") if changed else _("Er is niets gewijzigd.")
            messages.success(request, words)
            return redirect("position:agreement", found.pk)
    context = _page(found, form, _("Afspraak wijzigen"), _("Bewaren")) | {
        "conflict": conflict,
        "shapes": _shapes(shape),
    }
    return render(request, "position/agreement_form.html", context, status=409 if conflict else 200)


@dataclass(frozen=True)
class Turn:
    """Letting an agreement rest, run again or end: what it does, said before and after.

    Attributes:
        act: the service.
        title: the page's title.
        consequence: what it does.
        button: the words of the button.
        done: what is said afterwards.
        negative: whether it takes something away.
    """

    act: Callable[..., None]
    title: str | Promise
    consequence: str | Promise
    button: str | Promise
    done: str | Promise
    negative: bool = False


TURNS: Final[dict[str, Turn]] = {
    "pause": Turn(
        services.pause_agreement,
        gettext_lazy("Afspraak laten rusten"),
        gettext_lazy(
            "Er wordt niets nieuws verwacht tot u de afspraak weer laat lopen. Wat al had moeten komen, blijft staan."
        ),
        gettext_lazy("Laat rusten"),
        gettext_lazy("De afspraak rust. U kunt haar weer laten lopen."),
    ),
    "resume": Turn(
        services.resume_agreement,
        gettext_lazy("Afspraak weer laten lopen"),
        gettext_lazy(
            "Vanaf vandaag worden weer leveringen verwacht. Wat in de tussentijd had kunnen komen, wordt niet gevraagd."
        ),
        gettext_lazy("Laat weer lopen"),
        gettext_lazy("De afspraak loopt weer."),
    ),
    "end": Turn(
        services.end_agreement,
        gettext_lazy("Afspraak beëindigen"),
        gettext_lazy(
            "Er wordt niets meer verwacht, ook niet wat nu te laat is. Wat binnenkwam, blijft te lezen. "
            "U kunt de afspraak later weer laten lopen."
        ),
        gettext_lazy("Beëindig"),
        gettext_lazy("De afspraak is beëindigd."),
        negative=True,
    ),
}


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def turn(request: IdentifiedRequest, agreement: uuid.UUID, to: str) -> HttpResponse:
    """Let an agreement rest, run again or end, after saying what that does."""
    found = agreement_or_404(request, agreement)
    act = TURNS[to]
    address = reverse("position:agreement", args=[found.pk])
    if request.method == "POST":
        try:
            act.act(identity=request.identity, agreement=found, version=posted_version(request))
        except VersionConflict:
            return too_late(request, address)
        messages.success(request, str(act.done))
        return redirect(address)
    context = {
        "agreement": found,
        "version": found.version,
        "title": act.title,
        "consequence_title": _("Wat dit doet"),
        "consequence": act.consequence,
        "summary": [
            Pair(_("Wat"), found.what),
            Pair(_("Van wie"), found.supplier.name),
            Pair(_("Hoe vaak"), sentences.rhythm_words(found)),
        ],
        "submit_label": act.button,
        "negative": act.negative,
        "cancel_url": address,
        "back_url": address,
        "back_label": found.what,
    }
    return render(request, "position/turn.html", context)


def _make(request: IdentifiedRequest, form: AgreementForm, need: Need, shape: Shape) -> HttpResponse | None:
    """Make the agreement, once however often it is sent; None when something is to be asked first."""
    new = form.new_agreement()
    twin = queries.just_made(request.identity, need, new.supplier, new.what)
    if twin and not form.overlap_is_meant:
        messages.info(request, _("Deze afspraak hebt u net al gemaakt."))
        return redirect("position:agreement", twin.pk)
    if not _is_meant(request, form, need, shape):
        return None
    made = services.make_agreement(identity=request.identity, need=need, new=new)
    messages.success(request, _made_words(made))
    return redirect("position:agreement", made.pk)


def _is_meant(request: IdentifiedRequest, form: AgreementForm, need: Need, shape: Shape) -> bool:
    """Ask back when the same supplier delivers for the same need already; a request may stand beside it."""
    if shape == Shape.ONCE or form.overlap_is_meant:
        return True
    running = queries.overlapping(request.identity, need, form.cleaned_data["supplier"])
    if running is None:
        return True
    form.ask_about_overlap(running)
    return False


def _supplier(request: IdentifiedRequest, need: Need) -> Organisation | None:
    """Return the supplier whose people are offered: the one that was sent, else the need's partner."""
    sent = uuid_of(request.POST.get("supplier", ""))
    found = partners_of(request.identity).filter(pk=sent).first() if sent else None
    return found or need.partner


def _made_words(agreement: Agreement) -> str:
    if agreement.personal_data:
        return _("De afspraak is gemaakt, maar nog niet getoetst. Deel nog geen persoonsgegevens.")
    return _("De afspraak is gemaakt. De leverancier ziet haar meteen op de eigen pagina.")


def _filter(request: HttpRequest) -> queries.AgreementFilter:
    given = request.GET.get("staat", AgreementState.ACTIVE)
    state = AgreementState(given) if given in AgreementState.values else None
    return queries.AgreementFilter(
        state=state,
        theme=uuid_of(request.GET.get("thema", "")),
        partner=uuid_of(request.GET.get("partner", "")),
        training=request.GET.get("oefening") == "ja",
        personal_data=request.GET.get("persoonsgegevens") == "ja",
    )


def _following(query: QueryDict, last: Agreement) -> str:
    following = query.copy()
    following["na"] = str(last.pk)
    return f"?{following.urlencode()}"


def _shapes(shape: Shape) -> list[tuple[str, str, bool]]:
    """Return the three kinds of agreement as links: address, words, whether it is this one."""
    return [(f"?ritme={one.value}", str(label), one == shape) for one, label in SHAPES]


def _new_context(need: Need, form: AgreementForm, shape: Shape) -> dict[str, Any]:
    back = reverse("position:need", args=[need.pk])
    once = shape == Shape.ONCE
    return {
        "form": form,
        "need": need,
        "problem": need.problem,
        "shapes": _shapes(shape),
        "title": _("Vraag het één keer") if once else _("Maak een afspraak"),
        "lead": need.sentence,
        "submit_label": _("Vraag het") if once else _("Spreek dit af"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Behoefte"),
    }


def _page(agreement: Agreement, form: Any, title: str, submit: str) -> dict[str, Any]:
    back = reverse("position:agreement", args=[agreement.pk])
    return {
        "form": form,
        "agreement": agreement,
        "title": title,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": agreement.what,
    }
