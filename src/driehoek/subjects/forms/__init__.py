"""The forms of the room `subjects`."""

from driehoek.subjects.forms.links import LinkForm
from driehoek.subjects.forms.subjects import EndForm, SubjectForm, form_for

__all__ = ["EndForm", "LinkForm", "SubjectForm", "form_for"]
