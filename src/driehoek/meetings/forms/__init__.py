"""Forms of the meetings room."""

from driehoek.meetings.forms.points import ChangePointForm, NewPointForm, OutcomeForm

__all__ = ["ChangePointForm", "NewPointForm", "OutcomeForm"]
