"""Words that the screening knows: what belongs to names and addresses, and what never is a name."""

from __future__ import annotations

from typing import Final

PARTICLES: Final = r"van|de|den|der|het|ter|ten|te|op|in|aan|el|al|la|le|du|von|zu|di|da|dos|ben|bin"
TITLES: Final = (
    r"[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Dd]e heer|[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|"
    r"[Dd]rs\.|[Mm]r\.|[Ii]r\.|[Ii]ng\.|[Dd]r\.|[Pp]rof\."
)
PERSONS: Final = (
    r"verdachte|medeverdachte|slachtoffer|aangever|aangeefster|getuige|betrokkene|minderjarige|jongere|ex-partner|"
    r"arrestant|gedetineerde|veroordeelde|dader|melder|meldster|overlastgever|genaamd|luisterend naar de naam"
)
STREET_ENDINGS: Final = (
    r"straat|straatje|laan|weg|plein|singel|gracht|kade|dijk|dreef|hof|pad|steeg|markt|plantsoen|baan|wal|hage|kamp|"
    r"horst|oever|brink|erf|donk|veld"
)
LETTERED: Final = (
    r"wijk|groep|categorie|fase|zone|bijlage|punt|locatie|scenario|variant|type|klasse|blok|gebouw|lijn|deel|optie|"
    r"niveau|team|vak|hal|ring|route|pand|flat|afdeling|sectie|object|vitamine|hepatitis|lid|sub|onder|model"
)
ABBREVIATIONS: Final = frozenset(
    {"BV", "NV", "VOF", "CV", "OM", "APV", "GGD", "GGZ", "RIEC", "LIEC", "KVK", "BSN", "VVE", "UWV", "CBS", "NL", "EU",
     "VNG", "BOA", "MKB", "OV", "NS", "AZC", "COA", "DT", "MT", "PV", "WOB", "WOO", "AVG", "AMVB"}
)  # fmt: skip

_STARTS = (
    "de het een er dit dat deze die daarna daarnaast daarbij daardoor daarom dan dus ook maar toch want omdat als "
    "bij op in aan uit van voor tegen door na om te ten ter met zonder over onder tussen tijdens sinds tot vanaf "
    "wij we hij zij ze ik men wie wat waar wanneer welke hoe hun haar zijn hier nu later verder vervolgens inmiddels "
    "ondanks naast alle alleen beide elk elke enkele geen iedere meer minder veel vorige volgende zie twee drie vier "
    "vijf volgens "
    "zes zeven acht negen tien eerst eerder bovendien echter hierdoor hiermee gisteren vandaag morgen aantal totaal"
)
_FUNCTIONS = (
    "burgemeester wethouder officier hoofdofficier commissaris korpschef teamchef wijkagent agent politie politiechef "
    "justitie gemeente gemeenteraad raad college rechtbank rechter advocaat minister voorzitter secretaris griffier "
    "adviseur directeur directie manager coördinator procesregisseur regisseur inspecteur inspectie toezichthouder "
    "handhaver boa portier ondernemer horeca horecabedrijf woningcorporatie corporatie school jeugdzorg reclassering "
    "veiligheidshuis zorgverlener bestuurder bestuur wijkteam buurtteam bureau dienst stichting vereniging partij "
    "officieren kroongetuige gedeputeerde staatssecretaris kamerlid raadslid president koning koningin openbaar "
    "ministerie meldkamer brandweer ambulance halt slachtofferhulp raadsman raadsvrouw"
)
_NATIONS = (
    "nederlander nederlandse nederland belg belgische duitse duitser poolse pool roemeense bulgaarse syrische turkse "
    "marokkaanse surinaamse antilliaanse afghaanse somalische eritrese oekraïense amerikaanse britse franse spaanse"
)
_CALENDAR = (
    "januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag week kwartaal koningsdag kerst oud nieuw pasen carnaval bevrijdingsdag"
)
_PLACES = (
    "amsterdam rotterdam utrecht eindhoven groningen tilburg almere breda nijmegen apeldoorn haarlem arnhem enschede "
    "amersfoort zaanstad haarlemmermeer zwolle leiden zoetermeer maastricht dordrecht ede alkmaar delft venlo deventer "
    "sittard geleen helmond hilversum heerlen oss hoofddorp leeuwarden lelystad roosendaal gouda purmerend vlaardingen "
    "schiedam emmen spijkenisse nieuwegein katwijk velsen assen bergen capelle hengelo veenendaal zeist middelburg "
    "brabant limburg zeeland gelderland overijssel drenthe friesland flevoland holland europa noord zuid oost west "
    "midden centrum stationsgebied binnenstad driehoek"
)
NOT_A_NAME: Final = frozenset(f"{_STARTS} {_FUNCTIONS} {_NATIONS} {_CALENDAR} {_PLACES}".split())
