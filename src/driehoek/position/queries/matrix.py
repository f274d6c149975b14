"""The gap matrix, partner by theme (OV03): one statement, whatever the number of agreements and deliveries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import at_local
from driehoek.parties.models import Organisation
from driehoek.position.gap import GAPS, URGENCY, Facts, GapKind, Seat, judge
from driehoek.position.models import Delivery, DeliveryState, Gate
from driehoek.position.queries.matrix_shapes import Cell, Line, Matrix, Partner, PartnerRow, ThemeColumn
from driehoek.position.queries.measuring import HEADS, Scope, real, rows_of, scope_of
from driehoek.problems.models import SafetyField

# One row per need and running agreement. The last delivery comes from the index on (agreement, period), in two
# probes because deliveries at an event have no period; what is late comes from the index on open deadlines, once:
# left to itself the planner works it out again for each agreement.
_LINES: Final = """
WITH late AS MATERIALIZED ({late})
SELECT n.id AS need, n.sentence, n.state, n.barred_reason, n.info_kind, n.rhythm, n.wanted_mark,
       n.problem_id AS problem, p.title AS problem_title, n.stated_at, n.theme_id AS theme, t.name AS theme_name,
       t.field, t.position AS theme_place,
       coalesce(a.supplier_id, n.partner_id) AS partner, o.name AS partner_name, o.kind AS partner_kind,
       a.id AS agreement, a.what, a.state AS agreement_state, a.gate, a.made_at, a.rhythm AS agreed_rhythm,
       late.delivery AS late_delivery, late.due_at, late.late_after, late.number AS late_number,
       last.id AS last_delivery, last.received_at, rated.item, rated.verdict, rated.mark, rated.rated_at, rated.bad
  FROM position_need n
  JOIN problems_theme t ON t.id = n.theme_id
  LEFT JOIN problems_problem p ON p.id = n.problem_id
  LEFT JOIN position_agreement a ON a.need_id = n.id AND n.state <> 'barred' AND {agreement}
  LEFT JOIN parties_organisation o ON o.id = coalesce(a.supplier_id, n.partner_id)
  LEFT JOIN late ON late.agreement_id = a.id
  LEFT JOIN LATERAL (
    (SELECT d.id, d.received_at FROM position_delivery d
      WHERE d.agreement_id = a.id AND d.period_end IS NOT NULL AND d.state = 'received' AND d.received_at <= {at}
      ORDER BY d.period_end DESC LIMIT 1)
    UNION ALL
    (SELECT d.id, d.received_at FROM position_delivery d
      WHERE d.agreement_id = a.id AND d.period_end IS NULL AND d.state = 'received' AND d.received_at <= {at}
      ORDER BY d.received_at DESC LIMIT 1)
    ORDER BY received_at DESC LIMIT 1
  ) last ON TRUE
  LEFT JOIN LATERAL (
    SELECT v.* FROM (
      SELECT DISTINCT ON (i.id) i.id AS item, r.verdict, r.mark, r.rated_at,
             r.verdict <> 'useful' OR coalesce(r.mark < n.wanted_mark, FALSE) AS bad
        FROM position_item i JOIN position_reading r ON r.item_id = i.id
       WHERE i.delivery_id = last.id AND r.verdict <> '' AND r.person_id IN {heads} AND r.rated_at <= {at}
       ORDER BY i.id, r.rated_at DESC
    ) v ORDER BY v.bad DESC, v.rated_at DESC LIMIT 1
  ) rated ON TRUE
 WHERE n.municipality_id = %(here)s AND {need} AND {real} AND {own}
"""
_LATE: Final = """
SELECT d.agreement_id, (array_agg(d.id ORDER BY l.due_at))[1] AS delivery, min(l.due_at) AS due_at,
       min(l.late_after) AS late_after, count(*) AS number
  FROM deadlines_deadline l JOIN position_delivery d ON d.deadline_id = l.id
 WHERE l.municipality_id = %(here)s AND {open} AND l.late_after < {at}
 GROUP BY d.agreement_id
"""
# A request whose one delivery is awaited no more is no agreement.
AWAITED: Final = (
    "(a.rhythm <> 'once' OR EXISTS"
    " (SELECT 1 FROM position_delivery d WHERE d.agreement_id = a.id AND d.state <> 'dropped'))"
)
_NOW: Final = {
    "at": "statement_timestamp()",
    "need": "n.state <> 'ended'",
    "agreement": f"a.state <> 'ended' AND {AWAITED}",
    "open": "l.state = 'open' AND d.state = 'expected'",
}
# How it stood then. That something was barred or rested has no date, so it counts as it is now.
_THEN: Final = {
    "at": "%(at)s",
    "need": "n.stated_at <= %(at)s AND (n.ended_at IS NULL OR n.ended_at > %(at)s)",
    "agreement": f"a.made_at <= %(at)s AND (a.ended_at IS NULL OR a.ended_at > %(at)s) AND {AWAITED}",
    "open": "d.state <> 'dropped' AND (d.received_at IS NULL OR d.received_at > %(at)s)",
}


def matrix(
    identity: Identity,
    *,
    month: date | None = None,
    field: SafetyField | None = None,
    theme: uuid.UUID | None = None,
    partner: uuid.UUID | None = None,
    only_gaps: bool = False,
) -> Matrix:
    """Return the gap, partner by theme, as `identity` may see it, in one statement.

    Needs about a problem count only for who has a grant on it; a supplier finds its own row alone; needs about
    an exercise are left out.

    Args:
        identity: the reader.
        month: a day in the month at whose end it is looked at; None for now. For the running month also now.
        field: only themes of this safety field.
        theme: only this theme.
        partner: only this organisation.
        only_gaps: only cells with something late, insufficient or not agreed; what is counted stays the same.
    """
    scope = scope_of(identity)
    at = month_end(month) if month else None
    if at is not None and at > timezone.now():
        at = None
    narrowed, values = _narrowed(field=field, theme=theme, partner=partner)
    found = rows_of(_statement(scope, at) + narrowed, scope.values(identity) | values | {"at": at})
    return _arrange(_lines(found), found, scope.seat, at, only_gaps=only_gaps)


def lines_of_problem(identity: Identity, problem: uuid.UUID, *, works: bool) -> list[Line]:
    """Return what is needed about one problem, an exercise too, the most urgent first; one statement.

    Args:
        identity: the reader.
        problem: id of a problem that the reader may see.
        works: whether they work on it, and so see what every partner supplies to it.
    """
    scope = scope_of(identity)
    if works:
        scope = Scope(scope.seat, None)
    sql = _statement(scope, None, exercises=True) + " AND n.problem_id = %(problem)s"
    return _by_urgency(_lines(rows_of(sql, scope.values(identity) | {"problem": problem, "at": None})))


def month_end(month: date) -> datetime:
    """Return the moment at which the month of a day ends, on the Dutch clock."""
    return at_local(month.replace(day=1) + relativedelta(months=1), datetime.min.time())


def partners_not_asked(identity: Identity, seen: Sequence[uuid.UUID]) -> list[Organisation]:
    """Return the running organisations of the municipality that nothing is asked of, beside those in `seen`."""
    scope = scope_of(identity)
    found = Organisation.objects.filter(municipality=identity.municipality, ended_at=None).exclude(
        pk__in=seen
    )
    if not scope.everything:
        found = found.filter(pk__in=scope.organisations or ())
    return list(found)


def next_due(identity: Identity, agreements: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return when the next delivery under each of `agreements` is due, where one is planned."""
    coming = Delivery.objects.filter(
        municipality=identity.municipality,
        agreement__in=agreements,
        state=DeliveryState.EXPECTED,
        deadline__late_after__gte=timezone.now(),
    )
    return dict(
        coming.values("agreement").annotate(due=Min("deadline__due_at")).values_list("agreement", "due")
    )


def _statement(scope: Scope, at: datetime | None, *, exercises: bool = False) -> str:
    pieces = _NOW if at is None else _THEN
    return _LINES.format(
        heads=HEADS,
        late=_LATE.format(**pieces),
        real="TRUE" if exercises else real("n.problem_id"),
        own=scope.own("coalesce(a.supplier_id, n.partner_id)"),
        **pieces,
    )


def _narrowed(
    *, field: SafetyField | None, theme: uuid.UUID | None, partner: uuid.UUID | None
) -> tuple[str, dict[str, Any]]:
    wanted = {"t.field": field, "n.theme_id": theme, "coalesce(a.supplier_id, n.partner_id)": partner}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    sql = "".join(f" AND {name} = %(chosen{place})s" for place, name in enumerate(chosen))
    return sql, {f"chosen{place}": value for place, value in enumerate(chosen.values())}


def _lines(found: list[dict[str, Any]]) -> list[Line]:
    """Make one line of each need and supplier; of several agreements between them the most urgent stands."""
    lines: dict[tuple[uuid.UUID, uuid.UUID | None], Line] = {}
    for row in found:
        line = _line(row)
        key = (line.need, line.partner)
        before = lines.get(key)
        if before is None or _is_more_telling(line, before):
            lines[key] = line
    served = {line.need for line in lines.values() if line.agreement}
    # Where someone else supplies it, an agreement that rests is no gap.
    return [line for line in lines.values() if not (line.resting and line.need in served)]


def _is_more_telling(line: Line, before: Line) -> bool:
    """Tell whether `line` says more: an agreement that runs before one that rests, then the more urgent kind."""
    if bool(line.agreement) != bool(before.agreement):
        return line.agreement is not None
    return URGENCY.index(line.kind) < URGENCY.index(before.kind)


def _line(row: dict[str, Any]) -> Line:
    runs = row["agreement"] is not None and row["agreement_state"] != "paused"
    # What the officer stopped runs, but the law lets nothing come.
    stopped = bool(runs and row["gate"] == Gate.STOPPED)
    late = bool(runs and row["late_delivery"] and not stopped)
    kind = judge(
        Facts(
            barred=row["state"] == "barred" or stopped,
            agreed=runs,
            late=late,
            received=row["last_delivery"] is not None,
            insufficient=bool(row["bad"]),
        )
    )
    return Line(
        need=row["need"],
        sentence=row["sentence"],
        info_kind=row["info_kind"],
        rhythm=row["rhythm"],
        wanted_mark=row["wanted_mark"],
        problem=row["problem"],
        problem_title=row["problem_title"] or "",
        barred_reason=gettext("De functionaris heeft de afspraak gestopt.")
        if stopped
        else row["barred_reason"],
        theme=row["theme"],
        partner=row["partner"],
        kind=kind,
        since=_since(kind, row),
        agreement=row["agreement"] if runs else None,
        resting=None if runs else row["agreement"],
        what=row["what"] or "",
        agreed_rhythm=row["agreed_rhythm"] or "",
        delivery=row["late_delivery"] if late else row["last_delivery"],
        item=None if late else row["item"],
        verdict=row["verdict"] or "",
        mark=row["mark"],
        late_number=row["late_number"] or 0,
    )


def _since(kind: GapKind, row: dict[str, Any]) -> datetime:
    moments: dict[GapKind, datetime] = {
        GapKind.LATE: row["due_at"],
        GapKind.INSUFFICIENT: row["rated_at"],
        GapKind.AGREED: row["made_at"],
        GapKind.ARRIVED: row["received_at"],
    }
    since: datetime = moments.get(kind, row["stated_at"])
    return since


def _arrange(
    lines: list[Line], found: list[dict[str, Any]], seat: Seat, at: datetime | None, *, only_gaps: bool
) -> Matrix:
    """Put lines in cells; with `only_gaps` cells without a gap stay empty, and so their rows and columns away."""
    of_partner: dict[uuid.UUID | None, list[Line]] = {}
    cells: dict[tuple[uuid.UUID | None, uuid.UUID], list[Line]] = {}
    for line in lines:
        of_partner.setdefault(line.partner, []).append(line)
        cells.setdefault((line.partner, line.theme), []).append(line)
    if only_gaps:
        cells = {key: own for key, own in cells.items() if any(line.kind in GAPS for line in own)}
    columns = _columns(found, {theme for _partner, theme in cells})
    rows = tuple(
        PartnerRow(
            partner,
            tuple(
                Cell(theme.id, partner.id, tuple(_by_urgency(cells.get((partner.id, theme.id), []))))
                for theme in columns
            ),
            tuple(of_partner[partner.id]),
        )
        for partner in _partners(found, {partner for partner, _theme in cells})
    )
    return Matrix(seat, at, tuple(columns), rows, tuple(lines))


def _columns(found: list[dict[str, Any]], kept: set[uuid.UUID]) -> list[ThemeColumn]:
    order = list(SafetyField)
    themes = {
        row["theme"]: ThemeColumn(
            row["theme"], row["theme_name"], SafetyField(row["field"]), row["theme_place"]
        )
        for row in found
        if row["theme"] in kept
    }
    return sorted(themes.values(), key=lambda one: (order.index(one.field), one.place, one.name.casefold()))


def _partners(found: list[dict[str, Any]], kept: set[uuid.UUID | None]) -> list[Partner]:
    partners = {
        row["partner"]: Partner(row["partner"], row["partner_name"] or "", row["partner_kind"] or "")
        for row in found
        if row["partner"] in kept
    }
    return sorted(partners.values(), key=lambda one: (one.id is None, one.name.casefold()))


def _by_urgency(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (URGENCY.index(line.kind), line.since))


def day_before(moment: datetime) -> date:
    """Return the last day that a moment at midnight closes, for writing "eind september"."""
    return (timezone.localtime(moment) - timedelta(seconds=1)).date()
