"""What the screen stands on with which is judged and given: one for a request and for what nobody asked for.

A `Screen` holds what is stored (the judgement, the draft of the provision with its texts) or, before anything is, a
provision in memory that is filled in as far as it is known. It stores nothing itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.access.identity import Identity
from driehoek.exchange import asking, parties
from driehoek.exchange.forms.giving import AlongForm, PartsForm, RulingForm, WrittenPart
from driehoek.exchange.models import (
    Detail,
    Judgement,
    Kind,
    Provision,
    Request,
    Ruling,
)
from driehoek.exchange.proposals import ON_REQUEST, PROVISION, UNPROMPTED, proposal_of
from driehoek.exchange.refusals import choices_after
from driehoek.grounds.asking import Conversation, converse, words_of
from driehoek.grounds.queries.approvals import approvals_for
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.problems.models import Classification
from driehoek.problems.models import Kind as ProblemKind

# Categories in which nobody can be recognised; with others persons are what it is about.
NO_PERSONS: Final = frozenset({"geaggregeerd"})
# The law says “no longer than the purpose asks”. Where a rule names no term, so many days after the answer was needed.
KEEP_DAYS: Final = 90
FIXED: Final = ("frequency", "trigger")
# Who reads for an organisation of its own; for the municipality the mayor and who takes the mayor's place.
USUAL_READERS: Final = (Function.MAYOR, Function.DEPUTY)
SUPPLIER_OF: Final[Mapping[str, Function]] = {
    OrganisationKind.PROSECUTION: Function.PROSECUTOR,
    OrganisationKind.POLICE: Function.TEAM_CHIEF,
    OrganisationKind.SAFETY_HOUSE: Function.CASE_DIRECTOR,
}


@dataclass
class Screen:
    """One thing that is judged or written.

    Attributes:
        identity: the reader, of the giving side.
        provision: the draft as it is stored, or as it would be; `stored` tells which.
        request: what it answers; None for what nobody asked for.
        judgement: the working paper, when there is one.
        texts: the three texts of the draft, as far as they are written.
        approvals: by fact how agreements on record stand.
    """

    identity: Identity
    provision: Provision
    request: Request | None = None
    judgement: Judgement | None = None
    texts: Sequence[WrittenPart] = ()
    approvals: Mapping[str, str] = field(default_factory=dict)

    @property
    def stored(self) -> bool:
        """Whether the draft of the provision is stored."""
        return self.provision.version > 0

    def proposal(self, categories: Sequence[str] | None = None) -> dict[str, Any]:
        """Return what the law judges; with other data when the form says so."""
        provision = self.provision
        if categories:
            # As which party an organisation gives can depend on the data, so the whole is asked again.
            provision = copy(provision)
            provision.data_categories = list(categories)
        return proposal_of(provision)

    def conversation(self, data: Any = None) -> Conversation:
        """Return the questions and the outcome, with the answers that were stored or posted."""
        wanted = data.getlist("along-data_categories") if data is not None else []
        known = [one for one in wanted if one in self.categories]
        proposal = self.proposal(known)
        # How it came and how often is no question here: it follows from the kind of provision.
        given = {key: proposal[key] for key in FIXED} | dict(self.approvals)
        return converse(proposal, data=data, fixed=given)

    @property
    def categories(self) -> list[str]:
        """Which kinds of data can be in it: what was asked, or what was chosen at the beginning."""
        if self.request is not None:
            return list(self.request.data_categories)
        between = asking.fitting(self.provision.giver, self.provision.recipient)["data_categories"]
        return list(dict.fromkeys([*self.provision.data_categories, *between]))

    @property
    def readers(self) -> list[tuple[str, str]]:
        """Which functions at the receiver can be let in, with their words."""
        return [(one.value, str(one.label)) for one in readers_of(self.provision.recipient)]

    def ways(self, conversation: Conversation) -> list[str]:
        """Return what would have to change before this can be given; empty when nothing stands in the way."""
        if conversation.decision.outcome != law.Outcome.NOT_ALLOWED:
            return []
        fitting = asking.fitting(self.provision.giver, self.provision.recipient)
        look = asking.look_at(conversation.proposal, choices=fitting)
        return look.ways if look else []

    def forms(self, conversation: Conversation, data: Any = None, *, deciding: bool = False) -> Forms:
        """Return the forms of the page, filled in with what is stored or what was posted.

        Before anything is posted they say what must be there in the end.
        """
        deciding = deciding or data is None
        ruling = None
        if self.request is not None:
            kept = self.judgement.refusal_grounds if self.judgement else []
            ruling = RulingForm(
                data,
                grounds=choices_after(conversation.decision, kept=kept),
                deciding=deciding,
                initial=self._ruling_now(),
            )
        refusing = data is not None and data.get("ruling") == Ruling.REFUSE
        leaves = deciding and not refusing
        along = AlongForm(
            data,
            categories=self.categories,
            readers=self.readers,
            by_the_list=self.provision.kind == Kind.STANDING,
            at_the_table=self.provision.recipient.kind in parties.DRIEHOEK,
            deciding=leaves,
            initial=self._along_now(),
        )
        persons = not NO_PERSONS.issuperset(conversation.proposal["data_categories"])
        if not persons:
            del along.fields["about"]
        parts = PartsForm(
            data, about_persons=persons, deciding=leaves, initial=PartsForm.initial_of(self.texts)
        )
        return Forms(ruling, along, parts)

    def _ruling_now(self) -> dict[str, Any]:
        if self.judgement is None:
            return {"version": 0}
        return {
            "ruling": self.judgement.ruling,
            "grounds": self.judgement.refusal_grounds,
            "words": self.judgement.words,
            "notes": self.judgement.notes,
            "version": self.judgement.version,
        }

    def _along_now(self) -> dict[str, Any]:
        provision = self.provision
        names = (
            "title",
            "data_categories",
            "readers",
            "mark",
            "within_driehoek",
            "conditions",
            "keep_until",
            "moment_at",
            "version",
        )
        return {name: getattr(provision, name) for name in names}


@dataclass(frozen=True)
class Forms:
    """The forms of the page, in the order in which they stand there."""

    ruling: RulingForm | None
    along: AlongForm
    parts: PartsForm

    @property
    def listed(self) -> list[RulingForm | AlongForm | PartsForm]:
        """Those that the page has."""
        return [one for one in (self.parts, self.along, self.ruling) if one is not None]

    def valid(self) -> bool:
        """Judge all of them, so that every error is shown at once."""
        judged = [one.is_valid() for one in self.listed]
        return all(judged)

    @property
    def wrong(self) -> list[RulingForm | AlongForm | PartsForm]:
        """Those with errors."""
        return [one for one in self.listed if one.is_bound and one.errors]

    @property
    def ruled(self) -> str:
        """What was ruled, or empty."""
        return str(self.ruling.cleaned_data.get("ruling") or "") if self.ruling is not None else ""

    @property
    def gives(self) -> bool:
        """Whether there is something to give: it was ruled so, or a text was written; never with a refusal."""
        if self.ruling is None or self.ruled in (Ruling.GRANT, Ruling.PART):
            return True
        return self.ruled != Ruling.REFUSE and any(part.text for part in self.parts.parts())


def readers_of(organisation: Organisation) -> list[Function]:
    """Return which functions read for an organisation."""
    if organisation.kind == OrganisationKind.MUNICIPALITY:
        return list(parties.RECEIVERS)
    return [SUPPLIER_OF.get(organisation.kind, Function.PARTNER)]


def for_request(identity: Identity, request: Request, judgement: Judgement | None) -> Provision:
    """Return a provision in memory that answers a request, filled in as far as request and judgement say."""
    return _blank(
        identity,
        giver=request.to_organisation,
        recipient=request.from_organisation,
        kind=Kind.REQUESTED,
        request=request,
        # The giver need not see the problem; that it is about it stays, because readers need its file.
        problem_id=request.problem_id,
        theme=request.theme,
        title=Truncator(_("Antwoord op %(number)s") % {"number": request.number}).chars(140),
        purpose=request.purpose,
        subject=request.subject,
        data_categories=list(request.data_categories),
        trigger=ON_REQUEST,
        facts=dict(request.facts) | (judgement.facts if judgement else {}),
        wpg_processing=list(judgement.wpg_processing) if judgement else [],
        keep_until=max(timezone.localdate(request.due_at), timezone.localdate()) + timedelta(days=KEEP_DAYS),
        urgent=request.urgent,
    )


def unasked(identity: Identity, *, giver: Organisation, recipient: Organisation, **values: Any) -> Provision:
    """Return a provision in memory that nobody asked for; `values` are fields of the model."""
    return _blank(
        identity,
        giver=giver,
        recipient=recipient,
        **({"kind": Kind.UNPROMPTED, "trigger": UNPROMPTED} | values),
    )


def _blank(identity: Identity, *, recipient: Organisation, **values: Any) -> Provision:
    about = values.get("problem")
    usual = {
        "mark": Classification.CONFIDENTIAL,
        # What is shared in a crisis stays at the table, until its giver says otherwise.
        "within_driehoek": about is not None
        and about.kind == ProblemKind.CRISIS
        and recipient.kind in parties.DRIEHOEK,
        "keep_until": timezone.localdate() + timedelta(days=KEEP_DAYS),
        "readers": [
            one.value
            for one in readers_of(recipient)
            if one in (*USUAL_READERS, *SUPPLIER_OF.values(), Function.PARTNER)
        ],
    }
    return Provision(
        municipality_id=identity.municipality,
        recipient=recipient,
        version=0,
        made_by_id=identity.person,
        **(usual | values),
    )


def answers_of(conversation: Conversation, approvals: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return what a conversation came to, as a provision holds it: facts and tags of police data.

    Agreements stand on record and nowhere else, so they are left out.
    """
    proposal = conversation.proposal
    facts = {key: value for key, value in proposal["facts"].items() if key not in approvals}
    return facts, list(proposal.get("wpg_processing") or ())


def screen_of(
    identity: Identity,
    provision: Provision,
    *,
    texts: Sequence[WrittenPart] = (),
    request: Request | None = None,
    judgement: Judgement | None = None,
) -> Screen:
    """Return the screen of a draft that is stored or would be."""
    recorded = (
        approvals_for(identity, PROVISION, provision.pk, organisation=provision.giver_id)
        if provision.version
        else {}
    )
    return Screen(
        identity=identity,
        provision=provision,
        request=request,
        judgement=judgement,
        texts=texts,
        approvals=recorded,
    )


def box_words(detail: Detail) -> str:
    """Say which of the three boxes it is."""
    return str(Detail(detail).label)


def approver_words(approver: str) -> str:
    """Say who must agree."""
    return words_of("approver", approver)


def same_version(posted: str, stored: int) -> bool:
    """Tell whether a form was read at the version that is stored."""
    return posted.isdigit() and int(posted) == stored


def new_key() -> uuid.UUID:
    """Return the mark by which a form that is sent twice is known."""
    return uuid.uuid4()
