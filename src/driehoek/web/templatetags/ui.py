"""Tags that need a little code: form controls, error links, tables, charts. `{% load ui %}`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from driehoek.web.charts import Chart
from driehoek.web.components import Cell, Column, Row
from driehoek.web.rows import draw, draw_list

register = template.Library()

TEXT = "utrecht-textbox utrecht-textbox--html-input"
AREA = "utrecht-textarea utrecht-textarea--html-textarea"
SELECT = "utrecht-select utrecht-select--html-select"
RADIO = "utrecht-radio-button utrecht-radio-button--html-input"
CHECK = "utrecht-checkbox utrecht-checkbox--html-input"
# The first that fits decides; subclasses stand before their parents.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, CHECK),
    (forms.RadioSelect, RADIO),
    (forms.CheckboxInput, CHECK),
    (forms.Select, SELECT),
    (forms.Textarea, AREA),
    (forms.DateInput, f"{TEXT} utrecht-textbox--short"),
    (forms.NumberInput, f"{TEXT} utrecht-textbox--short"),
    (Input, TEXT),
)


@dataclass(frozen=True)
class ErrorLink:
    """A line of the error summary and the field it leads to."""

    text: str
    url: str


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Render a form field's control with the design system's classes."""
    widget = field.field.widget
    classes = next((names for kind, names in CLASSES if isinstance(widget, kind)), "")
    own = widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {"class": f"{classes} {own}".strip()} if classes or own else {}
    # The browser's own validation stays silent: it marks fields red before anything was sent.
    field.form.use_required_attribute = False
    if field.use_fieldset:
        widget.attrs["class"] = attrs.get("class", "")
        return render_to_string("web/components/choices.html", {"field": field})
    if field.field.required:
        attrs["aria-required"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def error_links(form: object) -> list[ErrorLink]:
    """List a form's errors in the order of its fields, those of the whole form first.

    A page without a form has none.
    """
    if not isinstance(form, forms.BaseForm) or not form.errors:
        return []
    links = [ErrorLink(str(text), "") for text in form.non_field_errors()]
    for field in form:
        target = f"{field.auto_id}_group" if field.use_fieldset else field.id_for_label
        # A label that asks needs no colon behind its question mark.
        name = f"{field.label}" if str(field.label).endswith("?") else f"{field.label}:"
        links += [ErrorLink(f"{name} {text}", f"#{target}") for text in field.errors]
    return links


@register.simple_tag
def draw_row(row: Row, token: object = "") -> SafeString:
    """Draw one row; behind `row.html`."""
    return draw(row, token=token)


@register.simple_tag
def draw_rows(rows: Iterable[Row], *, kind: str = "", ordered: object = "", token: object = "") -> SafeString:
    """Draw a list of rows; behind `row_list.html`."""
    return draw_list(rows, kind=kind, ordered=bool(ordered), token=token)


@register.inclusion_tag("web/components/table.html")
def table(
    *,
    caption: str,
    rows: Iterable[Sequence[Any]],
    columns: Sequence[Column] | None = None,
    header: Sequence[str] = (),
    numeric: Iterable[int] = (),
    cards: bool = False,
    hide_caption: bool = False,
) -> dict[str, Any]:
    """Render a table. The first cell of each row is its heading.

    Args:
        caption: what the table shows, read first by a screen reader.
        rows: cells per row: plain values or `Cell`.
        columns: the columns; or give `header` and the `numeric` column indexes.
        header: the column headings, when `columns` is not given.
        numeric: which columns of `header` hold numbers.
        cards: on a phone show every row as a small labelled list instead of scrolling sideways.
        hide_caption: keep the caption for screen readers only.

    Raises:
        ValueError: a row does not have one cell for each column.
    """
    numbers = set(numeric)
    shown = columns or [Column(label, index in numbers) for index, label in enumerate(header)]
    cells = [
        list(zip(shown, (c if isinstance(c, Cell) else Cell(str(c)) for c in row), strict=True))
        for row in rows
    ]
    return {"caption": caption, "columns": shown, "rows": cells, "cards": cards, "hide_caption": hide_caption}


@register.inclusion_tag("web/components/chart.html")
def chart(chart: Chart, *, table_open: bool = False, show_title: bool = True) -> dict[str, Any]:
    """Render a chart: the sentence, the drawing, its key and source, and the table behind "Toon tabel"."""
    return {"chart": chart, "table_open": table_open, "show_title": show_title}
