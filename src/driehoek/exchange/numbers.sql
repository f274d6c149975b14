-- The next number of a request (V), a provision (G) or a planned power (B) in the acting person's municipality and a
-- year, such as V-2026-0001; nothing but that number comes out, and only for who takes part in the exchange: a number
-- tells how many there are. The lock is held until the transaction ends, so that
-- two at once get different numbers.
CREATE FUNCTION exchange_next_number(letter text, in_year integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  before text := coalesce(current_setting('app.maintenance', true), '');
  begins text := letter || '-' || in_year || '-';
  following integer;
BEGIN
  IF here IS NULL OR letter NOT IN ('V', 'G', 'B') OR cardinality(exchange_home()) = 0 THEN
    RAISE EXCEPTION 'No number for %.', letter;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('exchange-number:' || letter || here::text, 0));
  SELECT coalesce(max(split_part(n.number, '-', 3)::integer), 0) + 1 INTO following
    FROM (SELECT r.number FROM exchange_request r WHERE letter = 'V' AND r.municipality_id = here
          UNION ALL SELECT p.number FROM exchange_provision p WHERE letter = 'G' AND p.municipality_id = here
          UNION ALL SELECT b.number FROM exchange_plannedpower b WHERE letter = 'B' AND b.municipality_id = here) n
   WHERE n.number LIKE begins || '%';
  PERFORM set_config('app.maintenance', before, true);
  RETURN begins || lpad(following::text, 4, '0');
END $$;
