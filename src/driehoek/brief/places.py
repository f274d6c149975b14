"""Where the bar's last place leads: what is for this person and has no place of its own."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.parties.models import Function
from driehoek.web.components import Row


def sign_in_name() -> str:
    """Return the name of the page where people sign in."""
    return "demo:sign_in" if settings.DEMO else "account_login"


def more_rows(identity: Identity) -> list[Row]:
    """Return the rows of the page “Meer” for `identity`."""
    rows = [
        Row(_("Thema's"), reverse("problems:themes"), _("De vijf veiligheidsvelden en wat eronder valt.")),
        Row(_("Vandaag op één A4"), reverse("brief:pdf"), _("Dezelfde drie antwoorden, om te printen of mee te nemen.")),
    ]
    if identity.holds(Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER):
        rows.append(
            Row(_("Noodtoegang"), reverse("problems:emergency"), _("Een dossier openen als niemand u nu toegang kan geven."))
        )
    if identity.holds(Function.ADMIN):
        rows += [
            Row(_("Mensen en functies"), reverse("oversight:people"), _("Wie werkt hier, in welke functie, tot wanneer.")),
            Row(_("Vervanging"), reverse("oversight:substitutions"), _("Wie neemt het over bij afwezigheid.")),
            Row(_("Organisaties"), reverse("oversight:organisations"), _("Met welke partners werkt u.")),
        ]
    if identity.holds(Function.ADMIN, Function.DPO):
        rows.append(Row(_("Logboek controleren"), reverse("oversight:chain"), _("Bewijs dat het logboek heel is.")))
    if identity.holds(Function.DPO):
        rows.append(Row(_("Geopende dossiers"), reverse("oversight:openings"), _("Wie opende een dossier, en waarvoor.")))
    rows += [
        Row(_("Gemeente kiezen"), reverse("access:municipality"), _("Werkt u voor meer gemeenten? Wissel hier.")),
        Row(_("Aanmelden en beveiliging"), reverse("mfa_index"), _("Uw wachtwoord, code en passkey.")),
    ]
    return rows
