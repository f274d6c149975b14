"""The demo's banner says which figures are shown: real ones with their source, or a simulation."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from driehoek.figures.models import ImportRun, Source


class FiguresInBannerMiddleware:
    """Names the source of the municipality's figures; it is looked up once and does not change in a demo."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known: dict[UUID, Source] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the source at hand for the banner."""
        identity = getattr(request, "identity", None)
        if identity is not None:
            # The first that figures came from; a ready-made set brings sources that have none yet.
            loaded = Source.objects.filter(imports__outcome=ImportRun.Outcome.LOADED)
            source = self.known.get(identity.municipality) or loaded.order_by("imports__at", "key").first()
            if source is not None:
                self.known[identity.municipality] = source
                request.demo_figures = (  # type: ignore[attr-defined]
                    _("gesimuleerd") if source.simulated else source.attribution
                )
        return self.get_response(request)
