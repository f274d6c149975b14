"""The texts of the YAML files here, where the gatherer of translations finds them; a test compares the two."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

TEXTS: Final = (
    gettext_noop("Is er nu acuut gevaar voor mensen of voor de orde, of grote onrust?"),
    gettext_noop("Ja, of we vrezen dat ernstig"),
    gettext_noop("Er is acuut gevaar of grote onrust, of ernstige vrees daarvoor."),
    gettext_noop("Nu niet, het kan later wel"),
    gettext_noop("Er is nu geen acuut gevaar, maar het kan later komen."),
    gettext_noop("Nee"),
    gettext_noop("Er is geen acuut gevaar."),
    gettext_noop("Begon het plotseling?"),
    gettext_noop("Ja, plotseling"),
    gettext_noop("Het begon plotseling."),
    gettext_noop("Nee, het groeide langzaam"),
    gettext_noop("Het groeide langzaam."),
    gettext_noop("Nee, het komt steeds terug"),
    gettext_noop("Het is een bekend probleem dat terugkomt."),
    gettext_noop("Hoe lang gaat dit duren?"),
    gettext_noop("Uren of dagen"),
    gettext_noop("Het moet binnen uren of dagen opgelost zijn."),
    gettext_noop("Maanden of jaren"),
    gettext_noop("De aanpak duurt maanden of jaren."),
    gettext_noop("Het keert terug, zoals elk weekend of elk seizoen"),
    gettext_noop("Het keert terug in een vast ritme."),
    gettext_noop("Is er een bekende aanpak voor?"),
    gettext_noop("Er is geen tijd om er een te zoeken"),
    gettext_noop("Er is geen tijd om een aanpak te zoeken."),
    gettext_noop("Nee, er is geen standaardaanpak"),
    gettext_noop("Er is geen standaardaanpak."),
    gettext_noop("Ja"),
    gettext_noop("Er is een bekende aanpak."),
    gettext_noop("Kan de gewone organisatie dit aan?"),
    gettext_noop("Nee, er moet worden opgeschaald"),
    gettext_noop("De gewone organisatie kan dit niet aan. Er moet worden opgeschaald."),
    gettext_noop("Nee, één partij kan dit niet alleen"),
    gettext_noop("Eén partij kan dit niet alleen."),
    gettext_noop("De gewone organisatie kan dit aan."),
    gettext_noop("Hoeveel partijen zijn er nodig?"),
    gettext_noop("Hulpdiensten samen, onder één leiding"),
    gettext_noop("Hulpdiensten werken samen onder één leiding."),
    gettext_noop("Meer partijen, ook van buiten de veiligheid"),
    gettext_noop("Er zijn meer partijen nodig, ook van buiten de veiligheid."),
    gettext_noop("Eén tot drie vaste partijen"),
    gettext_noop("Een paar vaste partijen zijn genoeg."),
    gettext_noop("Spelen er meer problemen tegelijk, of raakt het de hele omgeving?"),
    gettext_noop("Er spelen meer problemen tegelijk, of het raakt de hele omgeving."),
    gettext_noop("Het gaat om één soort probleem."),
    gettext_noop("Is de gewone aanpak al geprobeerd en vastgelopen?"),
    gettext_noop("De gewone aanpak is geprobeerd en vastgelopen."),
    gettext_noop("De gewone aanpak is niet vastgelopen."),
    gettext_noop("Is de burgemeester vandaag zelf nodig, met een bevoegdheid of als gezicht?"),
    gettext_noop("Ja, meteen"),
    gettext_noop("De burgemeester is vandaag zelf nodig."),
    gettext_noop("Nee, alleen als er iets te besluiten is"),
    gettext_noop("De burgemeester is nodig als er iets te besluiten is."),
    gettext_noop("De burgemeester is nu zelf niet nodig."),
    gettext_noop("Hoe wil de burgemeester dit volgen?"),
    gettext_noop("Steeds, met een actueel beeld"),
    gettext_noop("De burgemeester wil een actueel beeld."),
    gettext_noop("Als opdrachtgever van een aanpak"),
    gettext_noop("De burgemeester wil een gezamenlijke aanpak sturen."),
    gettext_noop("Met vaste voortgangsberichten"),
    gettext_noop("Vaste voortgangsberichten zijn genoeg."),
    gettext_noop("Acuut gevaar of grote onrust maakt het een crisis, wat er verder ook speelt."),
    gettext_noop("Wie moet opschalen, heeft een crisis."),
    gettext_noop("Plotseling én snel op te lossen: dat is een crisis."),
    gettext_noop("Zonder standaardaanpak is het een complex probleem."),
    gettext_noop("Wat één partij niet alleen kan, is een complex probleem."),
    gettext_noop("Als de gewone aanpak vastloopt, is het een complex probleem."),
    gettext_noop("Veel partijen én een lange adem: dat is een complex probleem."),
    gettext_noop("Veel partijen én meer problemen tegelijk: dat is een complex probleem."),
    gettext_noop(
        "De norm is meerdere keren achter elkaar overschreden. Of dezelfde plek of groep komt "
        "steeds terug. Of de gewone aanpak helpt niet meer."
    ),
    gettext_noop("Er is plotseling acuut gevaar of grote onrust."),
    gettext_noop("Het acute gevaar is voorbij. De nasleep vraagt een lang programma met veel partijen."),
    gettext_noop("Het acute gevaar is voorbij. De gewone organisatie kan het verder aan."),
    gettext_noop("De aanpak kan worden afgebouwd. Wat nodig blijft, zit in het gewone werk."),
    gettext_noop(
        "De burgemeester volgt dit met vaste voortgangsberichten naast een norm. Alleen wat "
        "afwijkt of te laat is, vraagt aandacht. De uitvoering ligt bij de gewone organisatie."
    ),
    gettext_noop("De cijfers van de maand naast de norm en naast vorig jaar, met wat ze betekenen."),
    gettext_noop("Bel meteen als de norm ruim wordt overschreden of als het in het nieuws komt."),
    gettext_noop("Een voorval dat onrust kan geven. Wat is er gebeurd, waar, en wat wordt er nu gedaan?"),
    gettext_noop("Bel meteen als iemand ernstig gewond is of als bewoners zich verzamelen."),
    gettext_noop("Hoe het staat met de afgesproken maatregelen. Wat lukt, wat niet, en waarom?"),
    gettext_noop("Bel meteen als een partner stopt met een maatregel."),
    gettext_noop("Wat bewoners en ondernemers merken en melden, naast de cijfers van de politie."),
    gettext_noop("Bel meteen als een groep bewoners zich bij de gemeente meldt."),
    gettext_noop("Wat er met aangehouden verdachten gebeurt, in aantallen en zonder namen."),
    gettext_noop("Bel meteen als een zaak stopt die veel aandacht kreeg."),
    gettext_noop(
        "De burgemeester is opdrachtgever van een gezamenlijke aanpak. Het overzicht komt zonder "
        "persoonsgegevens. Het dossier gaat alleen open met een doel. De burgemeester komt in "
        "actie bij een knelpunt of een besluit."
    ),
    gettext_noop(
        "Het overzicht van de aanpak. Doel, wie doet wat, wat is klaar en wat loopt vast, zonder namen."
    ),
    gettext_noop("Bel meteen als een partner zich terugtrekt uit de aanpak."),
    gettext_noop("Een knelpunt dat de partners samen niet oplossen, en wat alleen de burgemeester kan doen."),
    gettext_noop("Bel meteen als de aanpak stilvalt."),
    gettext_noop(
        "Een besluit dat de burgemeester moet nemen, met de keuzes, de gevolgen en de uiterste dag."
    ),
    gettext_noop("Bel meteen als het besluit niet tot het volgende overleg kan wachten."),
    gettext_noop("Een risico voor de openbare orde of een bedreiging rond de aanpak, op hoofdlijnen."),
    gettext_noop("Bel meteen als er acuut gevaar is of als iemand wordt bedreigd."),
    gettext_noop(
        "Een stap in het strafrecht die onrust kan geven, op hoofdlijnen. De officier bepaalt wat kan."
    ),
    gettext_noop("Bel vooraf bij een aanhouding, vrijlating of zitting die mensen zal raken."),
    gettext_noop("Waarom het probleem blijft, waarheen het verschuift en welke barrière werkt."),
    gettext_noop("Bel meteen als het probleem naar een andere wijk verschuift."),
    gettext_noop(
        "Wat er veranderd is sinds het begin van de aanpak, vergeleken met elders en hoe zeker dat is."
    ),
    gettext_noop("Bel meteen als blijkt dat een maatregel averechts werkt."),
    gettext_noop(
        "De burgemeester volgt dit met een actueel beeld. Dat zegt steeds hoe zeker iets is. De "
        "burgemeester zit het beleidsteam voor en is het gezicht naar buiten. Vaste rapporten "
        "over dit probleem wachten."
    ),
    gettext_noop(
        "Het eerste beeld. Wat, waar, sinds wanneer, slachtoffers, of het nog gaande is en hoe zeker dat is."
    ),
    gettext_noop("Bel meteen, ook als het beeld nog niet compleet is."),
    gettext_noop(
        "Wat er nu van de burgemeester wordt gevraagd. Een besluit, een bevoegdheid, aanwezig "
        "zijn, bellen of niets."
    ),
    gettext_noop("Bel meteen als een besluit binnen een uur nodig is."),
    gettext_noop(
        "Het lagebeeld. Wat is veranderd, wat is zeker, wat weten we nog niet en wat verwachten we?"
    ),
    gettext_noop("Bel meteen bij een nieuw slachtoffer, een tweede incident of opschaling."),
    gettext_noop(
        "Wat mensen zien, zeggen en doen. Welke vragen en geruchten zijn er, en wat zeggen wij wanneer?"
    ),
    gettext_noop("Bel meteen als mensen zich verzamelen of als een gerucht gevaar geeft."),
    gettext_noop("Of er een strafrechtelijk onderzoek is, en wat wij daarover wel en niet mogen zeggen."),
    gettext_noop("Bel vóór elk persmoment en bij elke aanhouding."),
    gettext_noop("Hoe het gaat met de mensen die geraakt zijn, en welke toezeggingen aan hen zijn gedaan."),
    gettext_noop("Bel meteen als familie nog niet is ingelicht."),
)
