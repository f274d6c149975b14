"""Giving what nobody asked for: to whom and about what, then the same screen as for a request (OM03, OM11)."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.identity import Identity
from driehoek.exchange import asking
from driehoek.exchange import giving_words as words
from driehoek.exchange.forms.unasked import FrameForm
from driehoek.exchange.giving import Forms, Screen, answers_of, new_key, screen_of, unasked
from driehoek.exchange.models import Kind, Provision, ProvisionState, StandingCase
from driehoek.exchange.parties import PARTIES, home_of
from driehoek.exchange.queries import giving as queries
from driehoek.exchange.services import provisions as services
from driehoek.exchange.services.notices import out_of_use_on
from driehoek.exchange.services.returns import FRAME as RETURN_FRAME
from driehoek.exchange.storing import store_provision, texts_of
from driehoek.exchange.views.writing import Place, law_alone, written
from driehoek.grounds.asking import Conversation
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Organisation
from driehoek.position.models import Moment
from driehoek.position.views import mark_exercise, uuid_of
from driehoek.web.components import Tag
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version

PICTURE: Final = "ordebeeld"
NOTICE: Final = "bij"
USUAL_PURPOSE: Final = "openbare_orde"
# What an order picture is: no persons, for those who steer the police together (Politiewet 11-13).
PICTURE_FRAME: Final = {
    "purpose": "gezag_over_politie",
    "data_categories": ["geaggregeerd"],
    "subject": "n.v.t.",
}
SORTS: Final = {PICTURE: Kind.PICTURE, NOTICE: Kind.RETURN}
FRAMES: Final[dict[Kind, dict[str, Any]]] = {
    Kind.PICTURE: PICTURE_FRAME,
    Kind.RETURN: dict(RETURN_FRAME, data_categories=list(RETURN_FRAME["data_categories"])),
}


def provision_or_404(request: IdentifiedRequest, provision: uuid.UUID) -> Provision:
    """Return a provision of the reader's own side; to others it does not exist here."""
    found = queries.provision_or_none(request.identity, provision)
    if found is None:
        raise Http404
    mark_exercise(request, found.problem)
    return found


def draft_screen(identity: Identity, found: Provision) -> Screen:
    """Return the screen of a stored draft that nobody asked for."""
    return screen_of(identity, found, texts=texts_of(identity, found))


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_new(request: IdentifiedRequest) -> HttpResponse:
    """Say to whom and about what; a line of the standing list says that already and opens the whole screen."""
    case = _standing_case(request)
    if case is not None:
        return _by_the_list(request, case)
    giver = _home(request.identity)
    partners = queries.partners_of(request.identity, giver)
    if not partners:
        raise PermissionDenied(_("Er is nog geen organisatie om iets aan te geven. Vraag het de beheerder."))
    wanted = uuid_of(request.GET.get("aan", ""))
    kind = SORTS.get(request.GET.get("soort", ""), Kind.UNPROMPTED)
    recipient = next((one for one in partners if one.pk == wanted), partners[0])
    form = FrameForm(
        request.POST or None,
        choices=asking.fitting(giver, recipient),
        problems=queries.problems(request.identity),
        themes=queries.themes(request.identity),
        initial=_frame_now(request, kind),
    )
    if request.method == "POST" and form.is_valid():
        made = _begun(request, form, giver, recipient, kind)
        return redirect("exchange:provision_write", made.pk)
    context = {
        "form": form,
        "partners": partners,
        "recipient": recipient,
        "sort": request.GET.get("soort", "") if kind != Kind.UNPROMPTED else "",
        "action": request.get_full_path(),
        "title": _title(kind),
        "lead": _lead(kind),
        "back_url": reverse("exchange:inbox"),
        "back_label": _("Wat bij u wacht"),
        "submit_label": _("Verder"),
        "cancel_url": reverse("exchange:inbox"),
    }
    return render(request, "exchange/giving/new.html", context)


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_write(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Write what nobody asked for: the law, the texts, what goes along."""
    found = provision_or_404(request, provision)
    if found.state != ProvisionState.DRAFT:
        if request.method == "POST":
            messages.warning(request, _("Dit is al verstrekt of weggegooid. Er is niets dubbel opgeslagen."))
        return redirect("exchange:provision", found.pk)
    if found.request_id is not None:
        return redirect("exchange:judge", found.request_id)
    screen = draft_screen(request.identity, found)
    here = reverse("exchange:provision_write", args=[found.pk])

    def store(forms: Forms, conversation: Conversation) -> None:
        facts, tags = answers_of(conversation, screen.approvals)
        store_provision(screen, forms, facts, tags)

    def again() -> Screen | None:
        now = provision_or_404(request, found.pk)
        return draft_screen(request.identity, now) if now.state == ProvisionState.DRAFT else None

    place = Place(
        title=found.title or _("Concept"),
        lead=_("Een concept voor %(who)s. Alleen uw eigen organisatie ziet het.")
        % {"who": found.recipient.name},
        tags=[Tag(str(found.get_kind_display()).lower())],
        back=(reverse("exchange:inbox"), _("Wat bij u wacht")),
        action=here,
        check=reverse("exchange:provision_check", args=[found.pk]),
        frame=words.frame_pairs(found),
        store=store,
        decide=lambda: reverse("exchange:provision_release", args=[found.pk]),
        kept=lambda: here,
        again=again,
        drop=reverse("exchange:provision_drop", args=[found.pk]),
    )
    return written(request, screen, place)


@for_functions(*PARTIES)
@require_POST
def provision_check(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Say what the law says of the answers on the page."""
    return law_alone(request, draft_screen(request.identity, provision_or_404(request, provision)))


@for_functions(*PARTIES)
@require_http_methods(["GET", "POST"])
def provision_drop(request: IdentifiedRequest, provision: uuid.UUID) -> HttpResponse:
    """Ask once more, then throw a draft away with its texts."""
    found = provision_or_404(request, provision)
    if found.state != ProvisionState.DRAFT:
        messages.info(request, _("Dit is al verstrekt of weggegooid."))
        return redirect("exchange:provision", found.pk)
    back = reverse("exchange:provision_write", args=[found.pk])
    if request.method == "POST":
        try:
            services.drop_provision(
                identity=request.identity, provision=found, version=posted_version(request)
            )
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect(back)
        messages.success(request, _("Weggegooid. De tekst is vernietigd."))
        return redirect("exchange:inbox")
    return confirm_page(
        request,
        title=_("Concept weggooien?"),
        consequence=_("De tekst wordt vernietigd en komt niet terug. Dat er een concept was, blijft bekend."),
        submit=_("Ja, gooi weg"),
        version=found.version,
        back=(back, found.title or _("Concept")),
    )


def _begun(
    request: IdentifiedRequest,
    form: FrameForm,
    giver: Organisation,
    recipient: Organisation,
    kind: Kind,
) -> Provision:
    given = form.cleaned_data
    # A notice of return is kept for as long as the law says (Bjsg art. 11a), whatever a draft would be.
    term = {"keep_until": out_of_use_on(timezone.localdate())} if kind == Kind.RETURN else {}
    blank = unasked(
        request.identity,
        giver=giver,
        recipient=recipient,
        kind=kind,
        problem=given["problem"],
        theme=form.chosen_theme,
        title=given["title"],
        purpose=given["purpose"],
        subject=given["subject"],
        data_categories=given["data_categories"],
        key=given["key"],
        **term,
    )
    return services.draft_provision(identity=request.identity, new=new_of(blank))


def new_of(blank: Provision) -> services.NewProvision:
    """Return a provision in memory as the services take it."""
    names = (
        "giver", "recipient", "kind", "standing_case", "moment", "moment_at", "problem", "theme", "title", "purpose",
        "subject", "data_categories", "keep_until", "trigger", "wpg_processing", "facts", "conditions", "mark",
        "within_driehoek", "readers", "urgent", "key",
    )  # fmt: skip
    return services.NewProvision(**{name: getattr(blank, name) for name in names})


def _frame_now(request: IdentifiedRequest, kind: Kind) -> dict[str, Any]:
    problem = uuid_of(request.GET.get("probleem", ""))
    found: dict[str, Any] = {"key": new_key(), "problem": problem}
    return found | FRAMES.get(kind, {"purpose": USUAL_PURPOSE})


def _title(kind: Kind) -> str:
    titles = {
        Kind.PICTURE: _("Ordebeeld en omgeving geven"),
        Kind.RETURN: _("Terugkeer melden aan de burgemeester (BIJ)"),
    }
    return titles.get(kind, _("Uit uzelf iets geven"))


def _lead(kind: Kind) -> str:
    if kind == Kind.RETURN:
        return _("Noem hier niemand: wie het is, schrijft u op de volgende pagina. Die tekst gaat op slot.")
    if kind == Kind.PICTURE:
        return _(
            "Hoe het in de wijk staat rond een zaak: drukte, spanningen, wat bewoners merken. Zonder personen."
        )
    return _("Zeg eerst aan wie en waarover. Daarna ziet u wat de wet zegt, en schrijft u de tekst.")


def _home(identity: Identity) -> Organisation:
    found = home_of(identity).order_by("kind", "name").first()
    if found is None:
        raise PermissionDenied(_("U neemt niet deel aan de uitwisseling."))
    return found


def _standing_case(request: IdentifiedRequest) -> StandingCase | None:
    """Return the line of the list in force that the address names."""
    wanted = uuid_of(request.GET.get("vaste-geval", ""))
    if wanted is None:
        return None
    found = queries.standing_case(request.identity, wanted)
    if found is None:
        raise Http404
    return found


def _by_the_list(request: IdentifiedRequest, case: StandingCase) -> HttpResponse:
    """Begin a provision by a line of the list: everything is filled in but the text and the missing facts."""
    moment = request.GET.get("moment", "")
    if moment not in Moment.values or moment not in case.moments:
        raise Http404
    blank = unasked(
        request.identity,
        giver=case.standing_list.giver,
        recipient=case.standing_list.recipient,
        kind=Kind.STANDING,
        standing_case=case,
        moment=moment,
        theme=case.theme,
        title=case.name[:140],
        purpose=case.purpose,
        subject=case.subject,
        data_categories=list(case.data_categories),
        key=uuid_of(request.POST.get("key", "")) or new_key(),
    )
    screen = screen_of(request.identity, blank)
    made: list[Provision] = []

    def store(forms: Forms, conversation: Conversation) -> None:
        facts, tags = answers_of(conversation, {})
        made.append(store_provision(screen, forms, facts, tags))

    place = Place(
        title=case.name,
        lead=_("Volgens de lijst met vaste gevallen, voor %(who)s.") % {"who": blank.recipient.name},
        tags=[Tag(str(Moment(moment).label).lower())],
        back=(reverse("exchange:inbox"), _("Wat bij u wacht")),
        action=request.get_full_path(),
        check="",
        frame=words.frame_pairs(blank),
        store=store,
        decide=lambda: reverse("exchange:provision_release", args=[made[0].pk]),
        kept=lambda: reverse("exchange:provision_write", args=[made[0].pk]),
        again=lambda: None,
        key=str(blank.key),
    )
    return written(request, screen, place)
