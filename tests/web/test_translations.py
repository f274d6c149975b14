"""Every text of the screen is there in English, with the same facts in it; our own Dutch texts need no catalogue.

That the compiled catalogue is as new as its text is one of the checks of `.ci/check.py`; what is read here is
the compiled one, as the pages read it, so an empty or uncertain (fuzzy) translation counts as none.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation.template import templatize

import driehoek
from driehoek.parties.models import Function
from driehoek.problems.models import Kind

SOURCES = Path(driehoek.__file__).parent
COMPILED = SOURCES / "locale" / "en" / "LC_MESSAGES" / "django.mo"
# Which arguments of each function are the context, the text and its plural.
SHAPES = {
    "gettext": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?<!\w)(n?p?gettext|_)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?(?:\s*,\s*{LITERAL})?")
PLACEHOLDER = re.compile(r"%(?:\([a-z_]+\))?[-+0# ]*\d*(?:\.\d+)?[%a-zA-Z]")
HTML_TAG = re.compile(r"</?[a-z][^>]*>")
WORD = re.compile(r"[^\W\d_]{3,}")
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "placeholder", "title"}
GIVEN_WORDS = re.compile(r"""\b(?:back_label|caption|label|lead|note|text|title|why)=("[^"]+"|'[^']+')""")
# The name is the same in each language.
NAME = "Driehoek"


class Text(NamedTuple):
    """One text as it stands in the sources."""

    context: str | None
    singular: str
    plural: str | None


class Absent(gettext.NullTranslations):
    """What answers when the catalogue has no translation."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return ""


def shaped(function: str, arguments: list[str]) -> Text:
    """Tell context, text and plural apart."""
    context, singular, plural = SHAPES[function]
    return Text(
        None if context is None else arguments[context],
        arguments[singular],
        None if plural is None else arguments[plural],
    )


def texts_of_python(code: str) -> Iterator[Text]:
    """Give the texts in a module; one that is put together while running cannot be gathered."""
    tree = ast.parse(code)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = called(node.func, names)
        if function in SHAPES:
            needed = max(place for place in SHAPES[function] if place is not None) + 1
            arguments = [given.value for given in node.args[:needed] if isinstance(given, ast.Constant)]
            if len(arguments) < needed:
                raise ValueError(f"line {node.lineno}: a text to translate is one literal, without f-string")
            yield shaped(function, arguments)


def called(function: ast.expr, names: dict[str, str]) -> str:
    """Give the plain name of the translation function that is called, or of whatever else."""
    name = ""
    if isinstance(function, ast.Name):
        name = names.get(function.id, "")
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        name = function.attr if function.value.id == "translation" else ""
    return name.removesuffix("_lazy").removesuffix("_noop")


def texts_of_template(source: str) -> Iterator[Text]:
    """Give the texts in a template, as Django's own gatherer sees them."""
    for found in CALL.finditer(templatize(source)):
        function, *literals = found.groups()
        yield shaped(
            "gettext" if function == "_" else function,
            [ast.literal_eval(literal) for literal in literals if literal],
        )


@cache
def texts() -> dict[Text, str]:
    """Give every text of the project with the first file that it is in."""
    found: dict[Text, str] = {}
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "static" in path.parts:
            continue
        read = texts_of_python if path.suffix == ".py" else texts_of_template
        place = path.relative_to(SOURCES).as_posix()
        try:
            for text in read(path.read_text(encoding="utf-8")):
                found.setdefault(text, place)
        except ValueError as error:
            pytest.fail(f"{place}, {error}")
    return found


@cache
def catalogue() -> gettext.GNUTranslations:
    """Give the compiled English catalogue, which says so when it has no translation."""
    with COMPILED.open("rb") as file:
        loaded = gettext.GNUTranslations(file)
    loaded.add_fallback(Absent())
    return loaded


def english(text: Text) -> tuple[str, ...]:
    """Give the translation: one form, or the singular and the plural."""
    known = catalogue()
    if text.plural is None:
        one = known.pgettext(text.context, text.singular) if text.context else known.gettext(text.singular)
        return (one,)
    if text.context:
        return tuple(known.npgettext(text.context, text.singular, text.plural, n) for n in (1, 2))
    return tuple(known.ngettext(text.singular, text.plural, n) for n in (1, 2))


def dutch(text: Text) -> tuple[str, ...]:
    """Give the source in as many forms as the translation."""
    return (text.singular,) if text.plural is None else (text.singular, text.plural)


def facts(form: str) -> Counter[str]:
    """Count the placeholders and the HTML tags in a text."""
    return Counter(PLACEHOLDER.findall(form) + HTML_TAG.findall(form))


def listed(found: Iterable[Text]) -> str:
    """Write texts down with where they are."""
    return "\n".join(f"{texts()[text]}: {text.singular!r}" for text in found)


class Reader(HTMLParser):
    """Collects what a reader sees or hears of a page; what stands in `<code>` is no language."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"code", "script", "style"}
        self.said += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"code", "script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def bare_words(source: str) -> list[str]:
    """Give the words of a template that no translation reaches."""
    kept, given, inside = [], [], False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split(maxsplit=1)[0]
            inside = tag.startswith("blocktrans") or (inside and not tag.startswith("endblocktrans"))
            if tag in {"include", "with"}:
                given += GIVEN_WORDS.findall(token.contents)
        elif token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    said = Reader("".join(kept)).said + given
    return [word for text in said for word in WORD.findall(text) if word != NAME]


def test_every_form_of_a_text_is_gathered() -> None:
    module = """
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext_lazy as p
_("een") ; gettext_lazy("twee " "delen") ; ngettext("dag", "dagen", n) ; p("functie", "hoofd")
npgettext("maat", "uur", "uren", n) ; translation.gettext("zes") ; other.gettext("niet") ; self._("niet")
"""
    template = """{% translate 'een "a"' %}{% translate "100%" as x %}{% include "x.html" with y=_("drie") %}
{{ waarde|default:_("vier") }}{% comment %}{% translate "niet" %}{% endcomment %}
{% blocktranslate count n=n %}{{ n }} dag{% plural %}{{ n }} dagen{% endblocktranslate %}
{% blocktranslate trimmed context "plaats" %}
  in {{ area }}
{% endblocktranslate %}"""
    assert set(texts_of_python(module)) == {
        Text(None, "een", None),
        Text(None, "twee delen", None),
        Text(None, "dag", "dagen"),
        Text("functie", "hoofd", None),
        Text("maat", "uur", "uren"),
        Text(None, "zes", None),
    }
    assert set(texts_of_template(template)) == {
        Text(None, 'een "a"', None),
        Text(None, "100%%", None),
        Text(None, "drie", None),
        Text(None, "vier", None),
        Text(None, "%(n)s dag", "%(n)s dagen"),
        Text("plaats", "in %(area)s", None),
    }


def test_a_text_that_is_put_together_while_running_is_refused() -> None:
    code = 'from django.utils.translation import gettext as _\n_(f"{naam} is er")'
    with pytest.raises(ValueError, match="line 2"):
        list(texts_of_python(code))


def test_every_text_is_there_in_english() -> None:
    missing = [text for text in texts() if not all(form.strip() for form in english(text))]
    assert len(texts()) > 500
    # A call inside an f-string works, but `make messages` does not see it: take it out of there.
    assert not missing, f"run `make messages` and translate:\n{listed(missing)}"


def test_the_catalogue_has_no_text_that_is_gone() -> None:
    known = {key[0] if isinstance(key, tuple) else key for key in vars(catalogue())["_catalog"]} - {""}
    used = {f"{text.context}\x04{text.singular}" if text.context else text.singular for text in texts()}
    assert sorted(known - used) == [], "run `make messages`"


def test_no_template_has_words_outside_a_translation() -> None:
    seen = """<p title="{{ a }} veel">Tekst {% translate "goed" %}</p>{% include "x.html" with label="kaal" %}
{% blocktranslate %}ook goed{% endblocktranslate %} <code>driehoek doctor</code> Driehoek {{ naam }}"""
    assert bare_words(seen) == ["veel", "Tekst", "kaal"]
    # The style guide's examples are Dutch, and marked so.
    templates = [path for path in SOURCES.rglob("*.html") if path.name != "styleguide.html"]
    found = {
        path.relative_to(SOURCES).as_posix(): bare_words(path.read_text(encoding="utf-8"))
        for path in templates
    }
    assert len(templates) > 50
    assert {place: words for place, words in found.items() if words} == {}


def test_a_translation_has_the_same_facts_in_it() -> None:
    wrong = [
        text
        for text in texts()
        if all(english(text))
        and any(facts(ours) != facts(theirs) for ours, theirs in zip(dutch(text), english(text), strict=True))
    ]
    assert facts("%(line)d: 0x%(byte)02X, %s, <b>100%%</b>") == Counter(
        ["%(line)d", "%(byte)02X", "%s", "%%", "<b>", "</b>"]
    )
    assert not wrong, listed(wrong)


def test_dutch_texts_are_shown_as_they_are_written() -> None:
    """No catalogue of Django or of a package may replace a Dutch text that it happens to know."""
    with translation.override("nl"):
        changed = [
            text
            for text in texts()
            if not text.context and translation.gettext(text.singular) != text.singular
        ]
    assert not changed, listed(changed)


@pytest.mark.parametrize(
    ("language", "words"), [("nl", ("weken", "week", "weken")), ("en", ("weeks", "week", "weeks"))]
)
def test_plurals_need_no_dutch_catalogue(language: str, words: tuple[str, ...]) -> None:
    with translation.override(language):
        assert tuple(translation.ngettext("week", "weken", n) for n in (0, 1, 2)) == words


def test_labels_of_choices_follow_the_language() -> None:
    for language, words in (("nl", ("Burgemeester", "Standaard")), ("en", ("Mayor", "Standard"))):
        with translation.override(language):
            assert (str(Function.MAYOR.label), str(Kind.STANDARD.label)) == words
