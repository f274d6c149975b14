"""Provisions: written (drafting.py), released (releasing.py), and what comes after (after_release.py)."""

from driehoek.exchange.services.after_release import destroy_recalled, let_go, move_embargo, recall, shorten
from driehoek.exchange.services.drafting import (
    change_provision,
    draft_provision,
    drop_provision,
    pass_on,
    write_part,
)
from driehoek.exchange.services.expiring import expire_due
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision, ReleaseError
from driehoek.exchange.services.releasing import (
    AT_RELEASE,
    judge_provision,
    newest_decision,
    record_oral,
    release,
    terms_of,
)

__all__ = [
    "AT_RELEASE",
    "NewPart",
    "NewProvision",
    "ReleaseError",
    "change_provision",
    "destroy_recalled",
    "draft_provision",
    "drop_provision",
    "expire_due",
    "judge_provision",
    "let_go",
    "move_embargo",
    "newest_decision",
    "pass_on",
    "recall",
    "record_oral",
    "release",
    "shorten",
    "terms_of",
    "write_part",
]
