-- Finding documents by the fingerprints of their words. A search operator is not leakproof, so behind row-level security
-- PostgreSQL may not use its index: with half a million documents a search would read them all. So the owner's function
-- searches the table without that wall (policy documents_words_owner), and itself leaves only what lies in compartments
-- that the acting person may open at the level of the file or higher. Nothing comes out but ids and moments of those.
--
-- Common words are found by walking the newest documents in one's compartments, rare ones by the index; the planner's
-- statistics about the words tell which of both is shorter.

CREATE POLICY documents_words_owner ON documents_words TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION documents_find(
  wanted text[], in_theme uuid, in_training boolean, of_kind text, since timestamptz, before timestamptz,
  before_id uuid, most integer)
RETURNS TABLE (document uuid, at timestamptz) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  earlier text := coalesce(current_setting('app.maintenance', true), '');
  query tsquery;
  open_ones uuid[];
  plan json;
  about real;
  here real;
  before_scans text[];
BEGIN
  IF coalesce(array_length(wanted, 1), 0) = 0 OR array_length(wanted, 1) > 24 OR most > 200 THEN
    RETURN;
  END IF;
  SELECT string_agg(quote_literal(one), ' & ')::tsquery INTO query FROM unnest(wanted) AS one;
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT array_agg(c.id) INTO open_ones
    FROM cases_compartment c JOIN problems_problem p ON p.id = c.case_id
   WHERE c.municipality_id = %(municipality)s AND c.id IN %(open)s
     AND p.training = in_training AND (in_theme IS NULL OR p.theme_id = in_theme);
  PERFORM set_config('app.maintenance', earlier, true);
  IF open_ones IS NULL THEN
    RETURN;
  END IF;
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT 1 FROM documents_words w WHERE w.words @@ %%L::tsquery', query) INTO plan;
  about := (plan -> 0 -> 'Plan' ->> 'Plan Rows')::real;
  SELECT greatest(c.reltuples, 1) INTO here FROM pg_class c WHERE c.oid = 'documents_words'::regclass;
  IF about / here > 0.02 THEN
    -- Only the index of the newest gives the first rows without reading and sorting all of one's compartments.
    before_scans := ARRAY[current_setting('enable_sort'), current_setting('enable_bitmapscan'),
                          current_setting('enable_seqscan')];
    PERFORM set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true),
            set_config('enable_seqscan', 'off', true);
    RETURN QUERY EXECUTE
      'SELECT w.document_id, w.at FROM documents_words w'
      ' WHERE w.compartment_id = ANY ($2) AND ($3 IS NULL OR w.kind = $3) AND ($4 IS NULL OR w.at >= $4)'
      '   AND ($5 IS NULL OR (w.at, w.document_id) < ($5, $6)) AND w.words @@ $1'
      ' ORDER BY w.at DESC, w.document_id DESC LIMIT $7'
      USING query, open_ones, of_kind, since, before, before_id, most;
    PERFORM set_config('enable_sort', before_scans[1], true), set_config('enable_bitmapscan', before_scans[2], true),
            set_config('enable_seqscan', before_scans[3], true);
  ELSE
    RETURN QUERY EXECUTE
      'WITH found AS MATERIALIZED (SELECT w.document_id, w.at, w.compartment_id, w.kind FROM documents_words w'
      '  WHERE w.words @@ $1)'
      ' SELECT f.document_id, f.at FROM found f'
      ' WHERE f.compartment_id = ANY ($2) AND ($3 IS NULL OR f.kind = $3) AND ($4 IS NULL OR f.at >= $4)'
      '   AND ($5 IS NULL OR (f.at, f.document_id) < ($5, $6)) ORDER BY f.at DESC, f.document_id DESC LIMIT $7'
      USING query, open_ones, of_kind, since, before, before_id, most;
  END IF;
END $$;
