"""What the writes about provisions share: their values, their refusals, their lines on the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from driehoek.exchange.models import Channel, Kind, Provision, Request, StandingCase
from driehoek.exchange.proposals import ON_REQUEST, UNPROMPTED
from driehoek.grounds.models import Decision
from driehoek.ledger import services as ledger
from driehoek.parties.models import Organisation
from driehoek.problems.models import Classification, Problem, Theme

# The kind under which a person stands in the processing log when a provision is about them.
SUBJECT: Final = "exchange.subject"
WRITTEN: Final = (
    "recipient", "moment", "moment_at", "problem", "theme", "title", "purpose", "subject", "data_categories",
    "trigger", "wpg_processing", "facts", "conditions", "mark", "within_driehoek", "readers", "keep_until", "urgent",
)  # fmt: skip


class ReleaseError(ValueError):
    """Something that cannot be done with a provision; the message is a code, the views have the words.

    Codes: `record_written`, `secrecy_notice` (not confirmed), `law` (the decision says no), `empty` (no text),
    `held` (every text is held back), `title`, `readers`, `keep_until`, `mark` (it must be confidential), `request`
    (taken back or refused), `origin` (what would be passed on was recalled or ended), `state`, `embargo`, `words`,
    `told_at`, `driehoek` (it stays with mayor, prosecution service and police).

    Attributes:
        code: which.
        decision: what the law says, for `law`; it is kept in the log of judgements (`releasing.keep_refusal`).
    """

    def __init__(self, code: str, decision: Decision | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.decision = decision


@dataclass(frozen=True)
class NewProvision:
    """What would be given; see the model for the fields.

    Attributes:
        giver: who gives; None for the writer's own organisation.
        about: whom it is about, as an identifier; only a pseudonym of it is kept, and empty keeps what there was.
        key: of the form it came with, so that sending it twice makes one.
    """

    recipient: Organisation
    theme: Theme
    title: str
    purpose: str
    subject: str
    data_categories: Sequence[str]
    keep_until: date
    kind: str = Kind.REQUESTED
    giver: Organisation | None = None
    request: Request | None = None
    standing_case: StandingCase | None = None
    onward_of: Provision | None = None
    channel: str = Channel.DRIEHOEK
    moment: str = ""
    moment_at: datetime | None = None
    problem: Problem | None = None
    trigger: str = ""
    wpg_processing: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    conditions: str = ""
    mark: str = Classification.CONFIDENTIAL
    within_driehoek: bool = False
    readers: Sequence[str] = ()
    urgent: bool = False
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def __post_init__(self) -> None:
        """Fill in how it came: on request when it answers one, else unprompted."""
        if not self.trigger:
            object.__setattr__(self, "trigger", ON_REQUEST if self.request else UNPROMPTED)

    def with_values(self, **values: Any) -> NewProvision:
        """Return the same with other values."""
        return replace(self, **values)


def values_of(new: NewProvision) -> dict[str, Any]:
    """Return what of it may be changed in a draft, as the model holds it."""
    values = {name: getattr(new, name) for name in WRITTEN}
    return values | {
        "title": new.title.strip(),
        "conditions": new.conditions.strip(),
        "data_categories": list(new.data_categories),
        "wpg_processing": list(new.wpg_processing),
        "facts": dict(new.facts),
        "readers": [str(one) for one in new.readers],
        "subject_ref": ledger.subject_digest(SUBJECT, new.about.strip()) if new.about.strip() else "",
    }


def record(provision: Provision, verb: str, data: ledger.EventData | None = None) -> None:
    """Put an act on a provision on the ledger; not on its problem's page, which has more readers."""
    ledger.append(
        municipality=provision.municipality_id,
        action=f"exchange:provision:{verb}",
        subject=provision.pk,
        version=provision.version,
        data=data,
    )
