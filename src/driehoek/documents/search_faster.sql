-- The function of search.sql, made to cost little of its own beside the query that it does. What one may open is read by
-- plans that are kept; which way is shorter, by the index of words or from the newest on, is judged by what the
-- planner's statistics say of the words. Reading the words of one document costs about six times what finding its row
-- costs, so from the newest on a document is looked into only when its compartment is open.

-- One's compartments at the level of the file or higher, in cases of this theme, exercises or not.
CREATE FUNCTION documents_open(in_theme uuid, in_training boolean) RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  earlier text := coalesce(current_setting('app.maintenance', true), '');
  place uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  who uuid[] := string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[];
  granted uuid[];
  open_ones uuid[];
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT array_agg(g.problem) INTO granted FROM access_grant g
   WHERE g.person_id = ANY (who) AND g.level >= %(level)s AND g.valid_from <= statement_timestamp()
     AND (g.valid_until IS NULL OR g.valid_until > statement_timestamp());
  SELECT array_agg(c.id) INTO open_ones FROM cases_compartment c JOIN problems_problem p ON p.id = c.case_id
   WHERE (c.id = ANY (granted) OR (c.case_id = ANY (granted) AND c.kind::text = 'shared'))
     AND c.municipality_id = place AND p.training = in_training AND (in_theme IS NULL OR p.theme_id = in_theme);
  PERFORM set_config('app.maintenance', earlier, true);
  RETURN open_ones;
END $$;

CREATE OR REPLACE FUNCTION documents_find(
  wanted text[], in_theme uuid, in_training boolean, of_kind text, since timestamptz, before timestamptz,
  before_id uuid, most integer)
RETURNS TABLE (document uuid, at timestamptz) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  query tsquery;
  open_ones uuid[];
  plan text;
  about float8;
  here float8;
BEGIN
  IF coalesce(array_length(wanted, 1), 0) = 0 OR array_length(wanted, 1) > 24 OR most > 200 THEN
    RETURN;
  END IF;
  open_ones := documents_open(in_theme, in_training);
  IF open_ones IS NULL THEN
    RETURN;
  END IF;
  SELECT string_agg(quote_literal(one), ' & ')::tsquery INTO query FROM unnest(wanted) AS one;
  EXECUTE format('EXPLAIN SELECT FROM documents_words w WHERE w.words @@ %%L::tsquery', query) INTO plan;
  about := substring(plan FROM 'rows=(\d+)')::float8;
  SELECT greatest(c.reltuples, 1) INTO here FROM pg_class c WHERE c.oid = 'documents_words'::regclass;
  -- By the index every match is fetched; from the newest on, as many rows as hold a page of matches. The two cost alike
  -- where the matches are about twenty times the root of all documents.
  IF about * about < 450 * here THEN
    RETURN QUERY
      WITH found AS MATERIALIZED (
        SELECT w.document_id, w.at, w.compartment_id, w.kind FROM documents_words w WHERE w.words @@ query)
      SELECT f.document_id, f.at FROM found f
       WHERE f.compartment_id = ANY (open_ones) AND (of_kind IS NULL OR f.kind = of_kind)
         AND (since IS NULL OR f.at >= since) AND (before IS NULL OR (f.at, f.document_id) < (before, before_id))
       ORDER BY f.at DESC, f.document_id DESC LIMIT most;
    RETURN;
  END IF;
  -- Who has few compartments has few documents, which the planner may read by those; with many it would weigh each.
  IF array_length(open_ones, 1) <= 20 THEN
    RETURN QUERY EXECUTE
      'SELECT w.document_id, w.at FROM documents_words w WHERE w.compartment_id = ANY ($2)'
      '   AND ($3 IS NULL OR w.kind = $3) AND ($4 IS NULL OR w.at >= $4)'
      '   AND ($5 IS NULL OR (w.at, w.document_id) < ($5, $6)) AND CASE WHEN w.words @@ $1 THEN TRUE ELSE FALSE END'
      ' ORDER BY w.at DESC, w.document_id DESC LIMIT $7'
      USING query, open_ones, of_kind, since, before, before_id, most;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT w.document_id, w.at FROM documents_words w
     WHERE (of_kind IS NULL OR w.kind = of_kind) AND (since IS NULL OR w.at >= since)
       AND (before IS NULL OR (w.at, w.document_id) < (before, before_id))
       AND CASE WHEN w.compartment_id IN (SELECT unnest(open_ones)) THEN w.words @@ query ELSE FALSE END
     ORDER BY w.at DESC, w.document_id DESC LIMIT most;
END $$;
