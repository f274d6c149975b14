"""The rows of a part as forms, built from the list of fields; adding and removing works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.theme_templates.checking import Content, Fault, keys_of
from driehoek.theme_templates.fields import (
    BY_NAME,
    HEAD,
    LONGEST_LINE,
    MOST_ROWS,
    Field,
    Part,
)
from driehoek.theme_templates.kinds import FieldKind
from driehoek.theme_templates.services.own import new_key
from driehoek.theme_templates.shown import title_of
from driehoek.web.forms import PlainErrors, is_number

LONG: Final = 200
LARGEST: Final = 10**8
NOTHING: Final = _("Geen keuze")


class RowForm(PlainErrors, forms.Form):
    """One row; its fields are added from a Part."""

    def __init__(self, *args: Any, fields: tuple[Field, ...], content: Content, **kwargs: Any) -> None:
        self._given = fields
        super().__init__(*args, **kwargs)
        for field in fields:
            self.fields[field.name] = form_field(field, content)
        # The mixin looked at the fields of the class; those that came after get their plain words here.
        _plain(self)

    def row(self) -> dict[str, Any]:
        """Return the row as a template holds it; what was left empty is left out."""
        found: dict[str, Any] = {}
        for field in self._given:
            value = stored(field, self.cleaned_data.get(field.name))
            if value not in (None, "", []) or field.required:
                found[field.name] = value
        return found


def _plain(form: RowForm) -> None:
    for field in form.fields.values():
        if field.required:
            field.error_messages["required"] = str(FILL if not isinstance(field, forms.ChoiceField) else PICK)
        if isinstance(field, forms.FloatField | forms.IntegerField):
            field.error_messages["invalid"] = str(NUMBER)


FILL: Final = _("Vul dit in.")
PICK: Final = _("Kies een van de mogelijkheden.")
NUMBER: Final = _("Vul een getal in, bijvoorbeeld 10 of 12,5.")


def form_field(field: Field, content: Content) -> forms.Field:
    """Return the form field of one field of a template."""
    common: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    if field.kind is FieldKind.TEXT:
        widget = forms.Textarea(attrs={"rows": 2}) if field.most >= LONG else forms.TextInput()
        return forms.CharField(max_length=field.most, widget=widget, **common)
    if field.kind is FieldKind.LINES:
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **common)
    if field.kind is FieldKind.TRUTH:
        return forms.BooleanField(**common | {"required": False})
    if field.kind is FieldKind.WHOLE:
        return forms.IntegerField(min_value=field.least, max_value=field.most, **common)
    if field.kind is FieldKind.NUMBER:
        return forms.FloatField(
            min_value=0, max_value=field.most if field.most > LONG else 10**8, localize=True, **common
        )
    choices: list[tuple[str, str | Promise]] = list(field.choices())
    if field.kind is FieldKind.REFERENCE:
        rows = keys_of(content, field.part)
        choices = [(key, title_of(BY_NAME[field.part], row)) for key, row in rows.items()]
    return forms.ChoiceField(choices=[("", NOTHING), *choices], **common)


def stored(field: Field, value: Any) -> Any:
    """Return a cleaned value as a template holds it."""
    if field.kind is FieldKind.LINES:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]
    if field.kind is FieldKind.NUMBER and value is not None and float(value).is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value


def filled_in(field: Field, value: Any) -> Any:
    """Return a stored value as a form field shows it."""
    return "\n".join(value) if field.kind is FieldKind.LINES and isinstance(value, list) else value


class HeadForm(RowForm):
    """The template itself: name, theme, purpose."""

    def __init__(self, *args: Any, content: Content | None = None, **kwargs: Any) -> None:
        known = content or {}
        kwargs["initial"] = {one.name: filled_in(one, known.get(one.name)) for one in HEAD}
        super().__init__(*args, fields=HEAD, content=known, **kwargs)


class LinesForm(PlainErrors, forms.Form):
    """A plain part: one sentence per line."""

    lines = forms.CharField(
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Eén zin per regel."),
    )

    def clean_lines(self) -> list[str]:
        """Return the lines that hold words."""
        found = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(found) > MOST_ROWS:
            raise forms.ValidationError(
                _("Er zijn ten hoogste %(number)s regels."), params={"number": MOST_ROWS}
            )
        for number, line in enumerate(found, start=1):
            if len(line) > LONGEST_LINE:
                raise forms.ValidationError(
                    _("Regel %(number)s is te lang. Er passen ten hoogste %(most)s tekens in."),
                    params={"number": number, "most": LONGEST_LINE},
                )
        return found


class RowForms:
    """All rows of a part in one form.

    The number of rows is posted along. The buttons "add", "remove" and "up" change the rows and store nothing, so
    that whoever works without a script, or by keyboard, loses no word.
    """

    def __init__(self, part: Part, content: Content, posted: QueryDict | None = None) -> None:
        self.part, self.content = part, content
        self.stored = list(content.get(part.name) or [])
        self.acted, self.focus = False, -1
        if posted is None:
            self.forms = [self._form(number, row=row) for number, row in enumerate(self.stored)]
        else:
            self.forms = self._posted(posted)

    def _form(
        self, number: int, *, row: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None
    ) -> RowForm:
        initial = {one.name: filled_in(one, (row or {}).get(one.name)) for one in self.part.fields}
        form = RowForm(
            data, prefix=f"r{number}", initial=initial, fields=self.part.fields, content=self.content
        )
        form.key = str((row or {}).get("key") or "")  # type: ignore[attr-defined]  # carried along, never typed
        return form

    def _posted(self, posted: QueryDict) -> list[RowForm]:
        given = posted.get("count", "")
        count = min(int(given), MOST_ROWS) if is_number(given) else 0
        rows = [self._raw(posted, number) for number in range(count)]
        self._act(posted, rows)
        forms_ = []
        for number, (key, values) in enumerate(rows):
            data = QueryDict(mutable=True)
            for name, value in values.items():
                data[f"r{number}-{name}"] = value
            # A row that was just added, or moved by a button, is not judged yet.
            form = self._form(number, row={"key": key}, data=None if self.acted else data)
            if self.acted:
                form.initial = {**values, **{name: True for name in values if self._is_truth(name)}}
            forms_.append(form)
        return forms_

    def _raw(self, posted: QueryDict, number: int) -> tuple[str, dict[str, str]]:
        """Return the key and what was typed in one row."""
        start = f"r{number}-"
        names = [one.name for one in self.part.fields if start + one.name in posted]
        values = {name: posted.get(start + name, "") for name in names}
        return str(posted.get(f"{start}key", "")), values

    def _is_truth(self, name: str) -> bool:
        return any(one.name == name and one.kind is FieldKind.TRUTH for one in self.part.fields)

    def _act(self, posted: QueryDict, rows: list[tuple[str, dict[str, str]]]) -> None:
        """Do what a button of the rows asks."""
        if "add" in posted and len(rows) < MOST_ROWS:
            rows.append(("", {}))
            self.acted, self.focus = True, len(rows) - 1
        for name in ("remove", "up"):
            given = posted.get(name, "")
            if not is_number(given) or int(given) >= len(rows):
                continue
            number = int(given)
            self.acted = True
            if name == "remove":
                del rows[number]
                self.focus = min(number, len(rows) - 1)
            elif number:
                rows[number - 1], rows[number] = rows[number], rows[number - 1]
                self.focus = number - 1

    def is_valid(self) -> bool:
        """Tell whether every row is right by itself."""
        return all(form.is_valid() for form in self.forms)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as a template holds them, each with the key it had or a new one."""
        if not self.part.keyed:
            return [form.row() for form in self.forms]
        known = {row.get("key") for row in self.stored if isinstance(row, dict)}
        kept = [getattr(form, "key", "") for form in self.forms]
        taken = {key for key in kept if key in known}
        seen: set[str] = set()
        found = []
        for key, form in zip(kept, self.forms, strict=True):
            row = form.row()
            own = key
            if key not in known or key in seen:
                own = new_key(str(row.get(self.part.title) or self.part.name), taken | seen)
            seen.add(own)
            found.append({"key": own, **row})
        return found

    def show(self, faults: list[Fault]) -> bool:
        """Put faults of this part at their rows; tell whether there were any."""
        shown = False
        for fault in faults:
            if fault.part != self.part.name:
                continue
            shown = True
            number = fault.path[1] if len(fault.path) > 1 else None
            if isinstance(number, int) and number < len(self.forms):
                form = self.forms[number]
                name = str(fault.path[2]) if len(fault.path) > 2 else ""
                form.add_error(name if name in form.fields else None, fault.words)
        return shown
