"""Who works in the demo municipalities; names are functions, not people."""

from __future__ import annotations

from dataclasses import dataclass

from driehoek.parties.models import Function, OrganisationKind


@dataclass(frozen=True)
class DemoPerson:
    """Someone with a function; `also` is a second municipality, `stands_in` the function stood in for."""

    function: Function
    name: str
    organisation: OrganisationKind
    also: bool = False


ORGANISATIONS: dict[OrganisationKind, str] = {
    OrganisationKind.MUNICIPALITY: "Gemeente Voorbeeldstad",
    OrganisationKind.PROSECUTION: "Parket Voorbeeldland",
    OrganisationKind.POLICE: "Basisteam Voorbeeldstad",
    OrganisationKind.SAFETY_HOUSE: "Zorg- en Veiligheidshuis Voorbeeldland",
    OrganisationKind.RIEC: "RIEC Voorbeeldland",
    OrganisationKind.FIRE_BRIGADE: "Brandweer Voorbeeldland",
    OrganisationKind.HOUSING: "Woningcorporatie De Vaste Grond",
    OrganisationKind.CARE: "Wijkteam Noord",
    OrganisationKind.ENFORCEMENT: "Handhaving Voorbeeldstad",
    OrganisationKind.BUSINESS: "Ondernemers Binnenstad",
    OrganisationKind.COUNCIL: "Gemeenteraad Voorbeeldstad",
}

PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(Function.MAYOR, "Burgemeester Voorbeeld", OrganisationKind.MUNICIPALITY),
    DemoPerson(Function.DEPUTY, "Locoburgemeester Voorbeeld", OrganisationKind.MUNICIPALITY),
    DemoPerson(Function.SAFETY_ADVISER, "Adviseur Veiligheid", OrganisationKind.MUNICIPALITY),
    DemoPerson(Function.PROSECUTOR, "Gebiedsofficier Voorbeeld", OrganisationKind.PROSECUTION, also=True),
    DemoPerson(Function.TEAM_CHIEF, "Teamchef Voorbeeld", OrganisationKind.POLICE),
    DemoPerson(Function.CASE_DIRECTOR, "Procesregisseur Voorbeeld", OrganisationKind.SAFETY_HOUSE),
    DemoPerson(Function.ANALYST, "Analist Voorbeeld", OrganisationKind.MUNICIPALITY),
    DemoPerson(Function.DPO, "Functionaris Gegevensbescherming", OrganisationKind.MUNICIPALITY),
    DemoPerson(Function.ADMIN, "Beheerder Voorbeeld", OrganisationKind.MUNICIPALITY),
    DemoPerson(Function.PARTNER, "Wijkconsulent Voorbeeld", OrganisationKind.HOUSING),
    DemoPerson(Function.COUNCIL, "Raadslid Voorbeeld", OrganisationKind.COUNCIL),
)
