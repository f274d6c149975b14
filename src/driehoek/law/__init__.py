"""The legal-basis engine: facts in, a decision with reasons out. No Django; the rules are data in `rules/`."""

from driehoek.law.decision import Decision, Missing, OpenApproval, Outcome
from driehoek.law.engine import check
from driehoek.law.proposal import Proposal, ProposalError, read
from driehoek.law.ruleset import RuleError, RuleSet, Words, load

__all__ = [
    "Decision",
    "Missing",
    "OpenApproval",
    "Outcome",
    "Proposal",
    "ProposalError",
    "RuleError",
    "RuleSet",
    "Words",
    "check",
    "load",
    "read",
]
