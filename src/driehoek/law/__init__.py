"""The legal-basis engine: facts in, a decision with reasons out. No Django; the rules are data in `rules/`."""

from driehoek.law.decision import Decision, Missing, OpenApproval, Outcome
from driehoek.law.engine import check, must_know
from driehoek.law.proposal import Proposal, ProposalError, as_json, read
from driehoek.law.ruleset import RuleError, RuleSet, Words, from_texts, load, texts_in_force
from driehoek.law.version import engine_version

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
    "as_json",
    "check",
    "engine_version",
    "from_texts",
    "load",
    "must_know",
    "read",
    "texts_in_force",
]
