"""Component templates: what they show, what they leave out, that they escape."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from lxml import html

from driehoek.web.charts import Point, SeriesChart, series_chart
from driehoek.web.components import Cell, Change, Column, Conflict, Entry, Figure, Pair, Row, Step, Tag
from driehoek.web.forms import PlainErrors

EVIL = "<script>alert('x')</script>"


def component(name: str, /, **context: Any) -> html.HtmlElement:
    return html.fragment_fromstring(
        render_to_string(f"web/components/{name}.html", context), create_parent="div"
    )


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


class Ask(PlainErrors, forms.Form):
    subject = forms.CharField(label="Onderwerp", help_text="Eén regel.")
    note = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Soort", choices=(("a", "Standaard"), ("b", "Complex")), widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label="Thema", choices=(("", "Kies"), ("w", "Woninginbraak")))
    due = forms.DateField(label="Wanneer")
    number = forms.IntegerField(label="Aantal", required=False)
    agreed = forms.BooleanField(label="Akkoord")
    own = forms.CharField(label="Eigen", error_messages={"required": "Noem een pand."})
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("page_head", {"title": EVIL, "lead": EVIL, "back_url": "/x", "back_label": EVIL}),
        ("heading", {"title": EVIL, "note": EVIL, "link_url": "/x", "link_label": EVIL}),
        ("tag", {"label": EVIL}),
        ("row_list", {"rows": [Row(EVIL, "/x", EVIL, EVIL, [Tag(EVIL)], EVIL, EVIL)]}),
        ("empty", {"title": EVIL, "why": EVIL, "action_label": EVIL}),
        ("notification", {"title": EVIL, "text": EVIL, "link_url": "/x", "link_label": EVIL}),
        ("button", {"label": EVIL, "name": "a", "value": '"><b>'}),
        ("details", {"text": EVIL, "summary": EVIL, "source": EVIL}),
        ("summary_list", {"rows": [Pair(EVIL, EVIL, "/x", EVIL)]}),
        ("steps", {"steps": [Step(EVIL, "now", "/x", EVIL)]}),
        ("timeline", {"entries": [Entry(date(2026, 1, 1), EVIL, EVIL, EVIL, "/x")]}),
        ("more", {"next_url": "/x", "label": EVIL, "note": EVIL}),
        ("figure", {"figure": Figure(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, "/x", EVIL)}),
        ("figure", {"figure": Figure(EVIL, missing=EVIL, missing_label=EVIL)}),
        ("conflict", {"conflict": Conflict(EVIL, datetime(2026, 1, 1, tzinfo=UTC), (Change(EVIL, EVIL),))}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_components_escape_what_people_wrote(name: str, context: dict[str, Any]) -> None:
    found = component(name, **context)
    assert not found.xpath(".//script | .//b[not(ancestor::p)]")
    assert "alert('x')" in found.text_content() or name == "button"


def test_row_says_everything_and_is_one_link() -> None:
    row = Row("Inbraken", "/bewijs/", "35 in oktober.", "standaard", [Tag("te laat", "ask")], "Politie", "")
    found = component("row_list", rows=[row], kind="ask", ordered=True)
    (link,) = found.xpath(".//ol[@class='dh-list dh-list--ask']/li/a[@href='/bewijs/']")
    assert words(link) == "Inbraken standaard te laat 35 in oktober. Politie"
    assert link.xpath(".//span[contains(@class, 'dh-tag--ask')]")


def test_row_without_evidence_is_no_link_and_keeps_its_drawing() -> None:
    found = component("row_list", rows=[Row("Stil", chart=mark_safe("<svg></svg>"))])
    assert not found.xpath(".//a")
    assert found.xpath(".//ul/li/div/svg")


def test_figure_carries_value_unit_period_comparison_certainty_source_and_date() -> None:
    figure = Figure(
        "Inbraken", "35", "inbraken", "oktober 2026", "Meer dan toen.", "hoog", "Politie", "12 nov"
    )
    assert words(component("figure", figure=figure)) == (
        "Inbraken 35 inbraken, oktober 2026 Meer dan toen. Zekerheid: hoog. Bron: Politie, stand 12 nov."
    )


def test_figure_that_cannot_be_shown_says_why_and_shows_no_number() -> None:
    figure = Figure("Inbraken", "35", missing="Er is geen grondslag.", missing_label="mag niet")
    assert words(component("figure", figure=figure)) == "Inbraken mag niet Er is geen grondslag."


def test_empty_state_says_why_and_what_to_do() -> None:
    found = component(
        "empty", title="Geen cijfers.", why="De levering is te laat.", action_url="/x", action_label="Bel"
    )
    assert words(found) == "Geen cijfers. De levering is te laat. Bel"
    assert found.xpath(".//a[@href='/x']")


def test_notification_is_urgent_only_for_what_just_went_wrong() -> None:
    assert component("notification", kind="error", text="x", urgent=True).xpath(".//*[@role='alert']")
    assert component("notification", kind="success", text="x", urgent=True).xpath(".//*[@role='status']")
    assert component("notification", kind="error", text="x").xpath(".//*[@role='note']")
    assert component("notification", kind="success", text="x").xpath(
        ".//*[contains(@class, 'utrecht-alert--ok')]"
    )


def test_steps_say_their_state_in_words() -> None:
    states = [
        Step("a", "done"),
        Step("b", "now"),
        Step("c"),
        Step("d", "barred"),
        Step("e", "barred", words="wacht"),
    ]
    found = component("steps", steps=states)
    assert [words(item) for item in found.xpath(".//li")] == [
        "a klaar",
        "b mee bezig",
        "c nog niet begonnen",
        "d kan nog niet",
        "e wacht",
    ]
    assert len(found.xpath(".//li[@aria-current='step']")) == 1


def test_summary_names_what_each_link_changes() -> None:
    found = component("summary_list", rows=[Pair("Soort", "Standaard", "/x"), Pair("Leeg", "")])
    assert [words(link) for link in found.xpath(".//a")] == ["Wijzig Soort"]
    assert [words(value) for value in found.xpath(".//dd[1]")] == ["Standaard", "–"]


def test_table_has_a_caption_headings_and_labels_for_the_phone() -> None:
    text = "{% load ui %}{% table caption='Positie' columns=columns rows=rows cards=True %}"
    columns = [Column("Partner"), Column("Op tijd", numeric=True), Column("Oordeel")]
    rows = [(Cell("Politie", url="/p"), 11, Cell("goed", tag="calm")), ("OM & co", 4, "goed")]
    found = html.fragment_fromstring(
        Template(text).render(Context({"columns": columns, "rows": rows})), create_parent="div"
    )
    assert words(found.find(".//caption")) == "Positie"
    assert [words(cell) for cell in found.xpath(".//th[@scope='col']")] == ["Partner", "Op tijd", "Oordeel"]
    assert [words(cell) for cell in found.xpath(".//th[@scope='row']")] == ["Politie", "OM & co"]
    assert found.xpath(".//td[1]/@data-label") == ["Op tijd", "Op tijd"]
    assert found.xpath(".//td[1]/@class") == ["dh-num", "dh-num"]
    assert found.xpath(".//th/a[@href='/p']")


def test_table_refuses_rows_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="zip"):
        Template("{% load ui %}{% table caption='x' header=h rows=r %}").render(
            Context({"h": ["a", "b"], "r": [("een",)]})
        )


def test_chart_comes_with_its_sentence_and_a_table_behind_a_word() -> None:
    chart = series_chart(
        SeriesChart("Inbraken", "inbraken", "month", (Point(date(2026, 1, 1), 3, 1, 5),), language="nl")
    )
    found = html.fragment_fromstring(
        Template("{% load ui %}{% chart chart %}").render(Context({"chart": chart})), create_parent="div"
    )
    assert chart.summary in words(found.find(".//figcaption"))
    assert len(found.xpath(".//figure//div[@class='dh-chart__sheet']/*")) == 2
    assert words(found.find(".//summary")) == "Toon tabel"
    assert found.xpath(".//details[not(@open)]//table//th[@scope='row']/span/text()") == ["januari 2026"]


def fields(form: forms.Form) -> html.HtmlElement:
    text = "{% for field in form %}{% include 'web/components/field.html' %}{% endfor %}"
    return html.fragment_fromstring(Template(text).render(Context({"form": form})), create_parent="div")


def test_every_control_has_a_label_a_class_and_no_browser_validation() -> None:
    found = fields(Ask())
    for control in found.xpath(".//input[@type!='hidden'] | .//select | .//textarea"):
        assert found.xpath(f".//label[@for='{control.get('id')}']"), control.get("name")
        assert "utrecht-" in control.get("class")
        assert control.get("required") is None
    assert found.xpath(".//input[@name='subject']/@aria-required") == ["true"]
    assert found.xpath(".//textarea/@aria-required") == []
    assert "Toelichting (hoeft niet)" in words(found)


def test_hint_and_error_are_tied_to_the_control() -> None:
    found = fields(Ask({}))
    (control,) = found.xpath(".//input[@name='subject']")
    assert control.get("aria-invalid") == "true"
    texts = [words(found.xpath(f".//*[@id='{name}']")[0]) for name in control.get("aria-describedby").split()]
    assert texts == ["Eén regel.", "Fout: Vul dit in."]
    (group,) = found.xpath(".//fieldset")
    assert words(found.xpath(f".//*[@id='{group.get('aria-describedby')}']")[0]) == (
        "Fout: Kies een van de mogelijkheden."
    )


def test_errors_say_what_to_do_and_own_words_stay() -> None:
    form = Ask({"due": "31-02-2026", "number": "veel"})
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "subject": ["Vul dit in."],
        "kind": ["Kies een van de mogelijkheden."],
        "theme": ["Kies een van de mogelijkheden."],
        "due": ["Vul een bestaande datum in, bijvoorbeeld 26-11-2026."],
        "number": ["Vul een getal in, alleen cijfers."],
        "agreed": ["Vink dit aan om door te gaan."],
        "own": ["Noem een pand."],
    }


def test_error_summary_leads_to_every_field_and_to_the_group_of_choices() -> None:
    form = Ask({})
    form.add_error(None, "Het geheel klopt niet.")
    found = component("error_summary", form=form)
    assert words(found.find(".//h2")) == "Er zijn 7 dingen die niet kloppen"
    assert words(found.find(".//li")) == "Het geheel klopt niet."
    page = fields(form)
    for link in found.xpath(".//a/@href"):
        assert page.xpath(f".//*[@id='{link[1:]}']"), link
    assert found.xpath(".//*[@data-error-summary][@tabindex='-1']")


def test_no_error_summary_without_errors() -> None:
    assert words(component("error_summary", form=Ask())) == ""
    assert words(component("error_summary")) == ""


def test_conflict_tells_who_was_first_and_keeps_both_texts_in_view() -> None:
    conflict = Conflict(
        "Adviseur OOV", datetime(2020, 3, 1, 9, 5, tzinfo=UTC), (Change("Toelichting", "Nieuw"),)
    )
    found = words(component("conflict", conflict=conflict))
    assert "Adviseur OOV wijzigde dit zo 1 mrt 2020 10.05." in found
    assert found.endswith("Toelichting – nu bewaard: Nieuw")
