"""Pages of the picture of a group, and ticking off the products of a step (CX12)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.approach import services
from driehoek.approach.forms import PictureForm
from driehoek.approach.models import GroupPicture
from driehoek.approach.queries import writing
from driehoek.approach.services.products import FIELDS
from driehoek.approach.views.common import conflict_of, form_page, worked_case
from driehoek.cases.models import Case, Compartment, CompartmentKind
from driehoek.cases.parts import tabs_for
from driehoek.cases.queries import compartments_open_to, level_in
from driehoek.cases.views import READERS, case_or_404, compartment_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.forms import posted_version, sent_again


@require_GET
@for_functions(*READERS)
def picture(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the picture of the group to who sees the shared compartment."""
    case = case_or_404(request, problem)
    shared = _shared(request, case)
    found = writing.picture_of(request.identity, case)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "plan"),
        "picture": found,
        "texts": _texts(found) if found else [],
        "works": (level_in(request.identity, shared) or 0) >= Level.WORK,
    }
    return render(request, "approach/picture.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def change_picture(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write the picture; who comes second is told, and keeps the text."""
    case = case_or_404(request, problem)
    shared = compartment_or_404(request, case, _shared(request, case).pk, Level.WORK)
    found, conflict = writing.picture_of(request.identity, case), None
    initial = {name: getattr(found, name) for name in FIELDS} if found else {}
    version = found.version if found else 0
    form = PictureForm(request.POST or None, initial=initial | {"version": version})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_picture(
                identity=request.identity,
                case=case,
                shared=shared,
                version=posted_version(request),
                values=form.cleaned_data,
            )
        except VersionConflict:
            found = _picture(request, case)
            conflict = conflict_of(found, _texts(found))
            form = PictureForm(sent_again(request, found.version))
        else:
            messages.success(request, _("Het groepsbeeld is bewaard."))
            return redirect("approach:picture", case.pk)
    return form_page(
        request,
        form,
        title=_("Groepsbeeld"),
        lead=_("Voor iedereen in het gedeelde compartiment. Schrijf hier niet welke zorg iemand krijgt."),
        submit=_("Bewaren"),
        back=(reverse("approach:picture", args=[case.pk]), _("Groepsbeeld")),
        conflict=conflict,
    )


@require_POST
@for_functions(*READERS)
def mark(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Tick a product of a step off, or take that back."""
    case = worked_case(request, problem)
    step, key = request.POST.get("step", ""), request.POST.get("product", "")
    if writing.product(case, step, key) is None:
        messages.error(request, _("Dit product hoort niet bij deze aanpak."))
    elif request.POST.get("made") == "no":
        services.unmark_product(identity=request.identity, case=case, step=step, product=key)
        messages.success(request, _("Teruggezet: nog niet gemaakt."))
    else:
        services.mark_product(identity=request.identity, case=case, step=step, product=key)
        messages.success(request, _("Vastgelegd: gemaakt, met uw naam en de datum."))
    return redirect(reverse("approach:plan", args=[case.pk]) + "#producten")


def _shared(request: IdentifiedRequest, case: Case) -> Compartment:
    """Return the shared compartment; for who does not see it there is none."""
    found = compartments_open_to(request.identity, case).filter(kind=CompartmentKind.SHARED).first()
    if found is None:
        raise Http404
    return found


def _picture(request: IdentifiedRequest, case: Case) -> GroupPicture:
    found = writing.picture_of(request.identity, case)
    if found is None:
        raise Http404
    return found


def _texts(found: GroupPicture) -> list[tuple[str, str]]:
    labels = {name: str(field.label) for name, field in PictureForm.base_fields.items()}
    return [(labels[name], getattr(found, name)) for name in FIELDS]
