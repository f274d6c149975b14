"""Every read about plans, quarterly reports and their editions.

Other rooms read editions by `editions_of`, `latest_edition` and `latest_editions`, and what is in them by
`Edition.snapshot` (plans.snapshot).
"""

from driehoek.plans.queries.candidates import Candidates, Offer, ThemeOffers, candidates
from driehoek.plans.queries.composing import Proof, proof, snapshot_of_plan, snapshot_of_report
from driehoek.plans.queries.editions import (
    edition_before,
    edition_or_none,
    editions_of,
    latest_edition,
    latest_editions,
)
from driehoek.plans.queries.plans import (
    GoalLine,
    PlanCount,
    PlanFilter,
    action_or_none,
    counted,
    effort_beside_effect,
    goal_or_none,
    late_actions,
    norms_for_goals,
    own_actions,
    owners_of,
    plan_or_none,
    plans_of,
    steps_of,
    themes_of,
)
from driehoek.plans.queries.reports import (
    ReportLine,
    part_of,
    parts_of,
    quarters_begun,
    report_list,
    report_or_none,
)
from driehoek.plans.queries.walls import KEEPERS, OWNERS, READERS, may_keep, owns

__all__ = [
    "KEEPERS",
    "OWNERS",
    "READERS",
    "Candidates",
    "GoalLine",
    "Offer",
    "PlanCount",
    "PlanFilter",
    "Proof",
    "ReportLine",
    "ThemeOffers",
    "action_or_none",
    "candidates",
    "counted",
    "edition_before",
    "edition_or_none",
    "editions_of",
    "effort_beside_effect",
    "goal_or_none",
    "late_actions",
    "latest_edition",
    "latest_editions",
    "may_keep",
    "norms_for_goals",
    "own_actions",
    "owners_of",
    "owns",
    "part_of",
    "parts_of",
    "plan_or_none",
    "plans_of",
    "proof",
    "quarters_begun",
    "report_list",
    "report_or_none",
    "snapshot_of_plan",
    "snapshot_of_report",
    "steps_of",
    "themes_of",
]
