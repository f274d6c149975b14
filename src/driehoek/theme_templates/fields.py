"""What a theme template is made of, as data: the check, the forms on screen and the file all follow this one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Direction, Frequency
from driehoek.guide.defaults import defaults
from driehoek.guide.shapes import Section, Tip
from driehoek.moments.models import MomentKind
from driehoek.moments.national import NATIONAL
from driehoek.parties.models import OrganisationKind
from driehoek.position.models import Channel, InfoKind, Moment
from driehoek.problems.models import SafetyField
from driehoek.standard.models import Decider, NormType, Span
from driehoek.theme_templates.kinds import FieldKind, Group, IndicatorSource, StepKind

Choices = Iterable[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Field:
    """One field of a row.

    Attributes:
        name: as in the file.
        label: as on the screen.
        kind: what it holds.
        required: whether it must be there and hold something.
        least, most: bounds of a number; `most` is also the longest text.
        choices: of a CHOICE; asked when needed, since some follow from other rooms' data.
        part: of a REFERENCE, the part whose rows it names by key.
        help: what to fill in, for the screen.
    """

    name: str
    label: str | Promise
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    least: int = 0
    most: int = 200
    choices: Callable[[], Choices] = tuple
    part: str = ""
    help: str | Promise = ""


@dataclass(frozen=True)
class Part:
    """A list of rows of one kind.

    Attributes:
        name: as in the file.
        label, help: as on the screen.
        one: what one row is called.
        group: from which of the three sides it looks.
        fields: those of a row; a row of a `plain` part is a line of words without fields.
        keyed: whether rows have a key, so that others can name them and nothing is taken over twice.
        title: the field that a row is called after.
    """

    name: str
    label: str | Promise
    one: str | Promise
    help: str | Promise
    group: Group
    fields: tuple[Field, ...] = ()
    plain: bool = False
    keyed: bool = True
    title: str = "name"


MOST_ROWS: Final = 40
LONGEST_LINE: Final = 300
LONGEST_KEY: Final = 40
MOST_NAMES: Final = 4


def _of(choices: type[models.TextChoices]) -> Callable[[], Choices]:
    return lambda: choices.choices


def _national() -> Choices:
    return [(one.key, one.title) for one in NATIONAL]


def _tips() -> Choices:
    return [(one.key, one.text) for one in defaults(Section.TIP).values() if isinstance(one, Tip)]


_CHOICE, _WHOLE, _NUMBER = FieldKind.CHOICE, FieldKind.WHOLE, FieldKind.NUMBER
_TRUTH, _LINES, _REFERENCE = FieldKind.TRUTH, FieldKind.LINES, FieldKind.REFERENCE

HEAD: Final[tuple[Field, ...]] = (
    Field("name", _("Naam van het sjabloon"), most=80),
    Field("field", _("Veiligheidsveld"), _CHOICE, choices=_of(SafetyField)),
    Field(
        "theme",
        _("Thema"),
        _LINES,
        most=120,
        help=_("Eén naam per regel, van breed naar smal. Bestaat het thema nog niet, dan komt het erbij."),
    ),
    Field("purpose", _("Waarvoor is het?"), most=300, help=_("In één zin.")),
    Field(
        "figures_only",
        _("Alleen cijfers: geen personen, geen adressen, geen kleine aantallen"),
        _TRUTH,
        required=False,
    ),
)

PARTS: Final[tuple[Part, ...]] = (
    Part(
        "partners",
        _("Partners"),
        _("Partner"),
        _("Wie doet mee, wat brengt die partij, en waar ligt de grens?"),
        Group.ROLE,
        (
            Field("name", _("Naam"), most=80),
            Field("kind", _("Soort organisatie"), _CHOICE, choices=_of(OrganisationKind)),
            Field("role", _("Wat doet deze partner?")),
            Field("limit", _("Wat mag of kan niet?"), required=False),
        ),
    ),
    Part(
        "steps",
        _("Stappen"),
        _("Stap"),
        _("In welke volgorde, wie doet het, en wat ligt er daarna? Zonder stappen is er geen stappenplan."),
        Group.PROCESS,
        (
            Field("name", _("Naam"), most=80),
            Field("kind", _("Soort stap"), _CHOICE, choices=_of(StepKind)),
            Field("what", _("Wat gebeurt er?"), most=500),
            Field("who", _("Wie doet het?")),
            Field("product", _("Wat ligt er daarna?")),
            Field(
                "documents", _("Documenten"), _LINES, required=False, most=120, help=_("Eén titel per regel.")
            ),
            Field("weeks", _("Hoeveel weken?"), _WHOLE, least=1, most=104),
        ),
    ),
    Part(
        "points",
        _("Agendapunten"),
        _("Agendapunt"),
        _("Wat bespreekt de driehoek bij het begin?"),
        Group.PROCESS,
        (
            Field("title", _("Titel"), most=140, help=_("Zonder namen van personen.")),
            Field("text", _("Wat vraagt u?"), most=500),
        ),
        title="title",
    ),
    Part(
        "moments",
        _("Risicomomenten"),
        _("Risicomoment"),
        _("Wat komt er aan dat iets vraagt van openbare orde en veiligheid?"),
        Group.PROCESS,
        (
            Field("title", _("Titel"), most=140),
            Field("kind", _("Soort"), _CHOICE, choices=_of(MomentKind)),
            Field("what", _("Wat kan er gebeuren?"), most=500),
            Field(
                "national",
                _("Moment van het hele land"),
                _CHOICE,
                required=False,
                choices=_national,
                help=_("Dan staat de datum al vast. Anders kiest u de datum bij het overnemen."),
            ),
        ),
        title="title",
    ),
    Part(
        "forms",
        _("Rapportformulieren"),
        _("Formulier"),
        _("Met welk formulier rapporteert een partner?"),
        Group.PROCESS,
        (
            Field("name", _("Naam"), most=80),
            Field("asks_status", _("Vraagt ook hoe het ervoor staat"), _TRUTH, required=False),
            Field(
                "with_figures",
                _("Toont de cijfers van dit sjabloon, vooraf ingevuld"),
                _TRUTH,
                required=False,
                help=_("Wie het formulier invult, ziet die cijfers dan."),
            ),
        ),
    ),
    Part(
        "headings",
        _("Koppen van formulieren"),
        _("Kop"),
        _("Wat vult de partner in?"),
        Group.PROCESS,
        (
            Field("form", _("Formulier"), _REFERENCE, part="forms"),
            Field("label", _("Kop"), most=80),
            Field("help", _("Uitleg"), required=False),
            Field("required", _("Moet ingevuld"), _TRUTH, required=False),
        ),
        title="label",
    ),
    Part(
        "questions",
        _("Kernvragen"),
        _("Kernvraag"),
        _("Welke vragen wil de burgemeester kunnen beantwoorden?"),
        Group.INFORMATION,
        plain=True,
        keyed=False,
    ),
    Part(
        "goals",
        _("Doelen"),
        _("Doel"),
        _("Wat moet wanneer bereikt zijn, en wie besluit erover?"),
        Group.INFORMATION,
        (
            Field("text", _("Doel"), most=300, help=_("Meetbaar en met een datum of termijn.")),
            Field("indicator", _("Gemeten met"), _REFERENCE, required=False, part="indicators"),
            Field("months", _("Binnen hoeveel maanden?"), _WHOLE, least=1, most=96),
            Field("decider", _("Wie besluit?"), _CHOICE, choices=_of(Decider)),
        ),
        title="text",
    ),
    Part(
        "analyses",
        _("Bronnen voor de analyse"),
        _("Bron"),
        _("Waaruit bestaat het beeld? Zet cijfers naast wat mensen ervaren."),
        Group.INFORMATION,
        (
            Field("name", _("Bron"), most=120),
            Field("from_whom", _("Van wie?"), most=120),
            Field("caution", _("Waar let u op?"), required=False),
        ),
        keyed=False,
    ),
    Part(
        "indicators",
        _("Indicatoren"),
        _("Indicator"),
        _("Wat wordt gemeten, door wie en hoe vaak?"),
        Group.INFORMATION,
        (
            Field("name", _("Naam"), most=120),
            Field("source", _("Bron"), _CHOICE, choices=_of(IndicatorSource)),
            Field(
                "code",
                _("Code bij de bron"),
                required=False,
                most=40,
                help=_("Alleen bij een bestaande bron, bijvoorbeeld 1.4.5. Laat leeg bij een eigen telling."),
            ),
            Field("unit", _("Eenheid"), required=False, most=60, help=_("Alleen bij een eigen telling.")),
            Field("per_thousand", _("Per 1.000 inwoners tonen"), _TRUTH, required=False),
            Field("frequency", _("Hoe vaak?"), _CHOICE, required=False, choices=_of(Frequency)),
            Field("direction", _("Welke kant is goed?"), _CHOICE, required=False, choices=_of(Direction)),
            Field("decimals", _("Cijfers achter de komma"), _WHOLE, required=False, most=3),
            Field("meaning", _("Wat zegt het, en wat niet?"), required=False, most=300),
        ),
    ),
    Part(
        "norms",
        _("Normen"),
        _("Norm"),
        _("Waaraan houdt u het cijfer, of de levering?"),
        Group.INFORMATION,
        (
            Field("reason", _("Waarom deze norm?"), most=300),
            Field("type", _("Soort norm"), _CHOICE, choices=_of(NormType)),
            Field("indicator", _("Indicator"), _REFERENCE, required=False, part="indicators"),
            Field(
                "agreement",
                _("Afspraak"),
                _REFERENCE,
                required=False,
                part="agreements",
                help=_("Alleen bij de norm: op tijd ontvangen."),
            ),
            Field("target", _("Getal"), _NUMBER, required=False, help=_("Alleen bij een vast getal.")),
            Field("span", _("Het getal geldt"), _CHOICE, required=False, choices=_of(Span)),
            Field(
                "percentage",
                _("Percentage"),
                _NUMBER,
                required=False,
                most=1000,
                help=_("Bij een verandering: hoeveel beter. Bij een ander gebied: hoeveel slechter mag."),
            ),
            Field(
                "years_back",
                _("Hoeveel jaar terug ligt het basisjaar?"),
                _WHOLE,
                required=False,
                least=1,
                most=20,
            ),
        ),
        title="reason",
    ),
    Part(
        "needs",
        _("Behoeften"),
        _("Behoefte"),
        _("Wat wil de burgemeester weten, in één zin?"),
        Group.INFORMATION,
        (
            Field("sentence", _("Wat wilt u weten?"), most=300),
            Field("partner", _("Van wie?"), _REFERENCE, required=False, part="partners"),
            Field("info_kind", _("Soort informatie"), _CHOICE, choices=_of(InfoKind)),
            Field("rhythm", _("Hoe vaak?"), _CHOICE, required=False, choices=_of(Rhythm)),
            Field("wanted_mark", _("Gewenst cijfer voor de inhoud"), _WHOLE, least=1, most=5),
        ),
        title="sentence",
    ),
    Part(
        "agreements",
        _("Afspraken"),
        _("Afspraak"),
        _("Wie levert wat, hoe vaak en hoe?"),
        Group.INFORMATION,
        (
            Field("what", _("Wat wordt geleverd?")),
            Field("need", _("Voor welke behoefte?"), _REFERENCE, part="needs"),
            Field("partner", _("Wie levert?"), _REFERENCE, part="partners"),
            Field("rhythm", _("Hoe vaak?"), _CHOICE, choices=_of(Rhythm)),
            Field(
                "weekday",
                _("Dag van de week"),
                _WHOLE,
                required=False,
                least=1,
                most=7,
                help=_("1 is maandag, 7 is zondag. Alleen bij elke week of elke twee weken."),
            ),
            Field(
                "day",
                _("Dag van de maand"),
                _WHOLE,
                required=False,
                least=1,
                most=31,
                help=_("Alleen bij elke maand, elk kwartaal of langer."),
            ),
            Field("grace_days", _("Werkdagen uitloop"), _WHOLE, most=20),
            Field("channel", _("Hoe?"), _CHOICE, choices=_of(Channel)),
            Field("moment", _("Bij welke gebeurtenis?"), _CHOICE, required=False, choices=_of(Moment)),
            Field("threshold", _("Bel tussendoor als"), required=False, most=300),
            Field("form", _("Formulier"), _REFERENCE, required=False, part="forms"),
        ),
        title="what",
    ),
    Part(
        "tips",
        _("Tips uit de gids"),
        _("Tip"),
        _("Welke tips horen bij dit thema?"),
        Group.ROLE,
        (Field("tip", _("Tip"), _CHOICE, choices=_tips),),
        keyed=False,
        title="tip",
    ),
    Part(
        "cautions",
        _("Grenzen en let op"),
        _("Let op"),
        _("Wat mag niet, en wat zegt een cijfer niet?"),
        Group.INFORMATION,
        plain=True,
        keyed=False,
    ),
    Part(
        "sources",
        _("Waar het op steunt"),
        _("Bron"),
        _("Op welk onderzoek, welke wet of welke praktijk steunt dit sjabloon?"),
        Group.INFORMATION,
        plain=True,
        keyed=False,
    ),
)
BY_NAME: Final[dict[str, Part]] = {part.name: part for part in PARTS}
