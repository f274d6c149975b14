"""The SQL of the position over time; history.py puts the pieces together and gives the numbers their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PERIODS: Final = """
WITH period AS (
  SELECT *
    FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS p(number, starts, ends)
   WHERE p.starts <= statement_timestamp()
)
"""
# Each part: which period, whether it is the whole or one cell, and up to four sums (history._figures names them).
GROUPED: Final = """
SELECT '{part}' AS part, x.number, grouping(x.partner, x.theme) = 3 AS whole, x.partner, x.theme, {sums}
  FROM ({rows}) x WHERE {narrowed}
 GROUP BY GROUPING SETS ((x.number), (x.number, x.partner, x.theme))
"""
_NEEDED: Final = """
SELECT p.number, coalesce(a.supplier_id, n.partner_id) AS partner, n.theme_id AS theme, n.id AS need,
       a.id IS NOT NULL AS agreed
  FROM period p
  JOIN position_need n ON n.stated_at < p.ends AND (n.ended_at IS NULL OR n.ended_at >= p.starts)
  LEFT JOIN position_agreement a
    ON a.need_id = n.id AND a.made_at < p.ends AND (a.ended_at IS NULL OR a.ended_at >= p.starts)
 WHERE n.municipality_id = %(here)s AND {real}
"""
# What is due counts once it is decided: it came, or its grace has passed. So on time and late make up what was due.
_DUE: Final = """
SELECT p.number, y.partner, y.theme, y.on_time
  FROM (SELECT d.supplier_id AS partner, d.theme_id AS theme, l.due_at,
               coalesce(d.received_at <= l.late_after, FALSE) AS on_time
          FROM position_delivery d
          JOIN deadlines_deadline l ON l.id = d.deadline_id
         WHERE d.municipality_id = %(here)s AND d.state <> 'dropped' AND {real}
           AND (d.state = 'received' OR l.late_after < statement_timestamp())
           AND l.due_at >= %(first)s AND l.due_at < %(last)s
        -- A fence: the planner would else join each delivery with each period first.
        OFFSET 0) y
  JOIN period p ON y.due_at >= p.starts AND y.due_at < p.ends
"""
_RECEIVED: Final = """
SELECT p.number, d.supplier_id AS partner, d.theme_id AS theme
  FROM position_delivery d
  JOIN period p ON d.received_at >= p.starts AND d.received_at < p.ends
 WHERE d.municipality_id = %(here)s AND d.state = 'received' AND {real}
"""
_RATED: Final = """
SELECT p.number, i.supplier_id AS partner, i.theme_id AS theme, v.mark,
       v.verdict <> 'useful' OR coalesce(v.mark < n.wanted_mark, FALSE) AS bad
  FROM (SELECT DISTINCT ON (r.item_id) r.item_id, r.verdict, r.mark
          FROM position_reading r
         WHERE r.municipality_id = %(here)s AND r.verdict <> '' AND r.person_id IN {heads}
         ORDER BY r.item_id, r.rated_at DESC) v
  JOIN position_item i ON i.id = v.item_id
  JOIN period p ON i.received_at >= p.starts AND i.received_at < p.ends
  LEFT JOIN position_delivery d ON d.id = i.delivery_id
  LEFT JOIN position_agreement a ON a.id = d.agreement_id
  LEFT JOIN position_need n ON n.id = a.need_id
 WHERE {real}
"""
# A question to a person counts for the organisation that the person works for.
_ASKED: Final = """
SELECT p.number, NULL::uuid AS theme,
       coalesce(q.to_organisation_id,
                (SELECT w.organisation_id FROM parties_appointment w
                  WHERE w.person_id = q.to_person_id AND w.municipality_id = %(here)s
                    AND w.function NOT IN ('admin', 'dpo')
                  ORDER BY w.valid_from DESC LIMIT 1)) AS partner,
       coalesce(q.answered_at <= l.late_after, FALSE) AS in_time,
       extract(epoch FROM q.answered_at - q.asked_at) / 3600 AS hours
  FROM position_question q
  JOIN period p ON q.asked_at >= p.starts AND q.asked_at < p.ends
  LEFT JOIN deadlines_deadline l ON l.id = q.deadline_id
 WHERE q.municipality_id = %(here)s AND q.kind = 'question' AND {real}
   AND (q.state = 'answered' OR (q.state = 'open' AND l.late_after < statement_timestamp()))
"""
PARTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "needed": (
        _NEEDED,
        "n.problem_id",
        (
            "count(DISTINCT x.need) AS a, count(DISTINCT x.need) FILTER (WHERE x.agreed) AS b,"
            " NULL::float AS c, NULL::bigint AS d"
        ),
    ),
    "due": (_DUE, "d.problem_id", "count(*), count(*) FILTER (WHERE x.on_time), NULL, NULL"),
    "received": (_RECEIVED, "d.problem_id", "count(*), NULL, NULL, NULL"),
    "rated": (
        _RATED,
        "i.problem_id",
        "count(*), count(*) FILTER (WHERE x.bad), sum(x.mark), count(x.mark)",
    ),
    "asked": (
        _ASKED,
        "q.problem_id",
        "count(*), count(*) FILTER (WHERE x.in_time), sum(x.hours), count(x.hours)",
    ),
}


STANDINGS: Final = """
WITH moment AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(moments)s::timestamptz[]) AS m(number, at)
   WHERE m.at <= statement_timestamp()
), line AS (
  SELECT x.* FROM (
    SELECT m.number, n.id AS need, n.theme_id AS theme, coalesce(a.supplier_id, n.partner_id) AS partner,
           a.id AS agreement, coalesce(a.state <> 'paused', FALSE) AS runs
      FROM moment m
      JOIN position_need n ON n.stated_at <= m.at AND (n.ended_at IS NULL OR n.ended_at > m.at)
      LEFT JOIN position_agreement a
        ON a.need_id = n.id AND a.made_at <= m.at AND (a.ended_at IS NULL OR a.ended_at > m.at) AND {awaited}
     WHERE n.municipality_id = %(here)s AND n.state <> 'barred' AND {real}
  ) x WHERE {narrowed}
), late AS (
  SELECT DISTINCT m.number, d.agreement_id
    FROM position_delivery d
    JOIN deadlines_deadline l ON l.id = d.deadline_id
    JOIN moment m ON l.late_after < m.at AND (d.received_at IS NULL OR d.received_at > m.at)
   WHERE d.municipality_id = %(here)s AND d.state <> 'dropped'
     AND (d.received_at IS NULL OR d.received_at > l.late_after)
), came AS (
  -- Each delivery with the moment from which a newer one stood in its place.
  SELECT d.id, d.agreement_id, d.period_end, d.received_at, coalesce(min(d.received_at) OVER (
           PARTITION BY d.agreement_id, d.period_end IS NULL ORDER BY d.period_end, d.received_at
           ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 'infinity') AS replaced_at
    FROM position_delivery d
   WHERE d.municipality_id = %(here)s AND d.state = 'received'
), verdict AS (
  SELECT DISTINCT ON (m.number, i.id) m.number, m.at, c.agreement_id, c.period_end, c.received_at, r.verdict, r.mark
    FROM position_reading r
    JOIN position_item i ON i.id = r.item_id
    JOIN came c ON c.id = i.delivery_id
    JOIN moment m ON m.at >= r.rated_at AND m.at >= c.received_at AND m.at < c.replaced_at
   WHERE r.municipality_id = %(here)s AND r.verdict <> '' AND r.person_id IN {heads}
   ORDER BY m.number, i.id, r.rated_at DESC
), bad AS (
  SELECT DISTINCT v.number, v.agreement_id
    FROM verdict v
    JOIN position_agreement a ON a.id = v.agreement_id
    JOIN position_need n ON n.id = a.need_id
   WHERE (v.verdict <> 'useful' OR v.mark < n.wanted_mark)
     AND NOT EXISTS (
       -- After a change between a rhythm and events the one that came last stands.
       SELECT 1 FROM came e
        WHERE e.agreement_id = v.agreement_id AND (e.period_end IS NULL) <> (v.period_end IS NULL)
          AND e.received_at > v.received_at AND e.received_at <= v.at)
), need AS (
  SELECT line.number, line.need, bool_or(line.runs) AS runs,
         bool_or(line.runs AND late.agreement_id IS NOT NULL) AS late,
         bool_or(line.runs AND bad.agreement_id IS NOT NULL) AS bad
    FROM line
    LEFT JOIN late ON late.number = line.number AND late.agreement_id = line.agreement
    LEFT JOIN bad ON bad.number = line.number AND bad.agreement_id = line.agreement
   GROUP BY line.number, line.need
)
SELECT number, count(*) AS needed, count(*) FILTER (WHERE late) AS late,
       count(*) FILTER (WHERE bad AND NOT late) AS insufficient, count(*) FILTER (WHERE NOT runs) AS not_agreed
  FROM need GROUP BY number
"""
