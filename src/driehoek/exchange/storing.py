"""Keeping the draft of a provision as the screen holds it, and reading its texts back for the side that writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from driehoek.access.identity import Identity
from driehoek.exchange.forms.giving import WrittenPart
from driehoek.exchange.giving import Forms, Screen
from driehoek.exchange.models import Detail, Part, Provision, ProvisionState
from driehoek.exchange.services import provisions as services
from driehoek.exchange.services.notices import is_shielded
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision
from driehoek.exchange.services.receiving import own_text
from driehoek.problems.models import Problem


def store_provision(screen: Screen, forms: Forms, facts: Mapping[str, Any], tags: Sequence[str]) -> Provision:
    """Keep a draft with its texts; call it on valid forms.

    Raises:
        VersionConflict: someone of the own side changed or released it meanwhile.
        PermissionDenied: for who does not give for this organisation.
    """
    new = new_provision(screen, forms, facts, tags)
    parts = [NewPart(one.detail, one.text, one.let_go, one.embargo_until) for one in forms.parts.parts()]
    if not screen.stored:
        return services.draft_provision(identity=screen.identity, new=new, parts=parts)
    return services.change_provision(
        identity=screen.identity,
        provision=screen.provision,
        version=forms.along.cleaned_data.get("version") or 0,
        new=new,
        parts=parts,
    )


def new_provision(
    screen: Screen, forms: Forms, facts: Mapping[str, Any], tags: Sequence[str]
) -> NewProvision:
    """Return the draft as the screen holds it; what a draft leaves empty keeps what it was."""
    there, given = screen.provision, forms.along.cleaned_data
    return NewProvision(
        giver=there.giver,
        recipient=there.recipient,
        kind=there.kind,
        request=there.request,
        standing_case=there.standing_case,
        onward_of=there.onward_of,
        moment=there.moment,
        moment_at=given.get("moment_at") or there.moment_at,
        # By its id alone: the giver need not see the problem that it is about.
        problem=Problem(pk=there.problem_id) if there.problem_id else None,
        theme=there.theme,
        title=given["title"],
        purpose=there.purpose,
        subject=there.subject,
        data_categories=given["data_categories"] or there.data_categories,
        keep_until=given["keep_until"] or there.keep_until,
        trigger=there.trigger,
        wpg_processing=tags,
        facts=facts,
        about=given.get("about", ""),
        conditions=given["conditions"],
        mark=given["mark"] or there.mark,
        within_driehoek=given.get("within_driehoek", there.within_driehoek),
        readers=given["readers"],
        urgent=there.urgent,
        key=there.key,
    )


def texts_of(identity: Identity, provision: Provision) -> list[WrittenPart]:
    """Return the texts of a provision of the own side, in the order of detail; not what is destroyed or out of use.

    Raises:
        PermissionDenied: for who does not give for this organisation.
    """
    if provision.state != ProvisionState.DRAFT and is_shielded(provision):
        return []
    rows = Part.objects.filter(provision=provision, body__isnull=False).select_related("provision")
    found = {Detail(part.detail): part for part in rows}
    return [_written(identity, found[detail]) for detail in Detail if detail in found]


def _written(identity: Identity, part: Part) -> WrittenPart:
    text = own_text(identity=identity, part=part)
    return WrittenPart(Detail(part.detail), text, not part.held, part.embargo_until)
