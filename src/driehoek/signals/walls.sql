-- What the database holds of signals against anyone, the application included: what was reported and judged stands
-- still, states go forward, nothing is handed over without a decision of today over exactly this proposal.

CREATE FUNCTION signals_is_system() RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'system' = ANY (coalesce(string_to_array(nullif(current_setting('app.functions', true), ''), ','), '{}'))
$$;

-- A signal: contents never change; it is destroyed when its day has come, by the system alone.
CREATE FUNCTION signals_guard_signal() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT signals_is_system() OR OLD.keep_until IS NULL
       OR OLD.keep_until > (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date THEN
      RAISE EXCEPTION 'A signal is kept until its day.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'received' OR NOT (signals_is_system()
       OR NEW.reporter_id = nullif(current_setting('app.person', true), '')::uuid) THEN
      RAISE EXCEPTION 'A signal begins as received, in one''s own name.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.number, OLD.reporter_id, OLD.organisation_id, OLD.happened_on, OLD.grade,
      OLD.credibility, OLD.urgent, OLD.sent_at) IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.number, NEW.reporter_id, NEW.organisation_id, NEW.happened_on, NEW.grade,
      NEW.credibility, NEW.urgent, NEW.sent_at) OR OLD.area_id IS DISTINCT FROM NEW.area_id THEN
    RAISE EXCEPTION 'What was reported does not change.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- The locked texts may be locked anew under a newer key, by the system, and by nobody else.
  IF NOT signals_is_system() AND (OLD.what_locked, OLD.place_locked, OLD.about_locked) IS DISTINCT FROM
     (NEW.what_locked, NEW.place_locked, NEW.about_locked) THEN
    RAISE EXCEPTION 'What was reported does not change.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state = NEW.state AND OLD.keep_until IS DISTINCT FROM NEW.keep_until THEN
    RAISE EXCEPTION 'Its day changes with the judgement only.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state = 'accepted' AND (OLD.state, OLD.compartment_id) IS DISTINCT FROM (NEW.state, NEW.compartment_id) THEN
    RAISE EXCEPTION 'An accepted signal stays where it hangs.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state IN ('referred', 'rejected') AND NEW.state NOT IN (OLD.state, 'received') THEN
    RAISE EXCEPTION 'A judged signal is first taken up again.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signals_signal_guard BEFORE INSERT OR UPDATE OR DELETE ON signals_signal
  FOR EACH ROW EXECUTE FUNCTION signals_guard_signal();

-- A judgement: it never changes, and goes only with its signal.
CREATE FUNCTION signals_guard_judgement() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF signals_is_system() THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  RAISE EXCEPTION 'A judgement does not change.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER signals_judgement_stays BEFORE UPDATE OR DELETE ON signals_judgement
  FOR EACH ROW EXECUTE FUNCTION signals_guard_judgement();

-- What the sender hears: only that they saw it is added.
CREATE FUNCTION signals_guard_milestone() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF signals_is_system() THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT coalesce(string_to_array(nullif(current_setting('app.functions', true), ''), ',')
                    && ARRAY['case_director', 'safety_adviser'], false) THEN
      RAISE EXCEPTION 'Who judges tells the sender.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seen_at IS NOT NULL
     OR (OLD.id, OLD.municipality_id, OLD.signal_id, OLD.kind, OLD.text_locked, OLD.made_at) IS DISTINCT FROM
        (NEW.id, NEW.municipality_id, NEW.signal_id, NEW.kind, NEW.text_locked, NEW.made_at)
     OR OLD.made_by_id IS DISTINCT FROM NEW.made_by_id THEN
    RAISE EXCEPTION 'What was told does not change.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signals_milestone_stays BEFORE INSERT OR UPDATE OR DELETE ON signals_milestone
  FOR EACH ROW EXECUTE FUNCTION signals_guard_milestone();

-- Whether a decision is about exactly this hand-over as it stands.
CREATE FUNCTION signals_decision_fits(v signals_handover) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  d grounds_decision;
  gives text;
  receives text;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO d FROM grounds_decision g WHERE g.id = v.decision_id AND g.municipality_id = v.municipality_id;
  SELECT o.kind INTO gives FROM parties_organisation o WHERE o.id = v.giver_id;
  SELECT o.kind INTO receives FROM parties_organisation o WHERE o.id = v.recipient_id;
  PERFORM set_config('app.maintenance', before, true);
  RETURN d.id IS NOT NULL
     AND d.subject_kind = 'signals.handover' AND d.subject = v.id AND d.organisation_id = v.giver_id
     AND exchange_may_be(gives, v.provider) AND exchange_may_be(receives, v.receiver)
     AND d.proposal->>'provider' = v.provider AND d.proposal->>'recipient' = v.receiver
     AND d.proposal->>'purpose' = v.purpose AND d.proposal->>'subject' = v.subject
     AND d.proposal->'data_categories' @> to_jsonb(v.data_categories)
     AND d.proposal->'data_categories' <@ to_jsonb(v.data_categories)
     AND coalesce(d.proposal->'wpg_processing', '[]') @> to_jsonb(v.wpg_processing)
     AND coalesce(d.proposal->'wpg_processing', '[]') <@ to_jsonb(v.wpg_processing)
     AND coalesce(d.proposal->'facts'->>'action', 'provide') = 'provide';
END $$;

CREATE FUNCTION signals_guard_handover() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'What was handed over stays on record.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'A hand-over begins as a draft.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'draft' THEN
    IF NEW.state = 'draft' THEN
      RETURN NEW;
    END IF;
    IF NEW.state <> 'given' OR NOT grounds_allows(NEW.decision_id, 'signals.handover', NEW.id)
       OR NOT signals_decision_fits(NEW) OR abs(extract(epoch FROM NEW.given_at - statement_timestamp())) > 60 THEN
      RAISE EXCEPTION 'Nothing is handed over without a decision of today.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.items_locked, OLD.recipient_id, OLD.giver_id, OLD.provider, OLD.receiver, OLD.purpose,
        OLD.data_categories, OLD.subject) IS DISTINCT FROM (NEW.items_locked, NEW.recipient_id, NEW.giver_id,
        NEW.provider, NEW.receiver, NEW.purpose, NEW.data_categories, NEW.subject) THEN
      RAISE EXCEPTION 'What goes is what was judged.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.giver_id, OLD.recipient_id, OLD.provider, OLD.receiver, OLD.purpose,
      OLD.data_categories, OLD.subject, OLD.wpg_processing, OLD.facts, OLD.decision_id, OLD.made_by_id,
      OLD.made_at, OLD.given_at, OLD.given_by_id) IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.giver_id, NEW.recipient_id, NEW.provider, NEW.receiver, NEW.purpose,
      NEW.data_categories, NEW.subject, NEW.wpg_processing, NEW.facts, NEW.decision_id, NEW.made_by_id,
      NEW.made_at, NEW.given_at, NEW.given_by_id)
     OR (OLD.items_locked <> NEW.items_locked AND NOT signals_is_system())
     OR (OLD.signal, OLD.compartment_id) IS DISTINCT FROM (NEW.signal, NEW.compartment_id)
     OR NOT ((OLD.state, NEW.state) IN (('given', 'received'), ('given', 'taken_back'), ('received', 'taken_back'))
             OR (OLD.state = NEW.state AND signals_is_system()))
     OR (OLD.received_at IS NOT NULL AND OLD.received_at IS DISTINCT FROM NEW.received_at)
     OR (OLD.received_at IS NOT NULL AND OLD.receipt_locked <> NEW.receipt_locked AND NOT signals_is_system())
     OR (NEW.state = 'taken_back') <> (NEW.taken_back_at IS NOT NULL) THEN
    RAISE EXCEPTION 'What was handed over does not change.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signals_handover_guard BEFORE INSERT OR UPDATE OR DELETE ON signals_handover
  FOR EACH ROW EXECUTE FUNCTION signals_guard_handover();

-- The register for the data-protection officer: numbers and values of the vocabulary, never a row.
CREATE FUNCTION signals_handover_numbers(since date)
RETURNS TABLE (recipient text, purpose text, state text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  held text[] := string_to_array(nullif(current_setting('app.functions', true), ''), ',');
BEGIN
  IF here IS NULL OR NOT coalesce(held && ARRAY['dpo'], false) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT o.name::text, h.purpose::text, h.state::text, count(*) FROM signals_handover h
    JOIN parties_organisation o ON o.id = h.recipient_id
    WHERE h.municipality_id = here AND h.state <> 'draft' AND h.given_at >= since
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
  PERFORM set_config('app.maintenance', before, true);
END $$;

-- How many signals were judged how, for the same officer.
CREATE FUNCTION signals_numbers(since date) RETURNS TABLE (state text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  held text[] := string_to_array(nullif(current_setting('app.functions', true), ''), ',');
BEGIN
  IF here IS NULL OR NOT coalesce(held && ARRAY['dpo'], false) THEN
    RETURN;
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY SELECT s.state::text, count(*) FROM signals_signal s
    WHERE s.municipality_id = here AND s.sent_at >= since GROUP BY 1 ORDER BY 1;
  PERFORM set_config('app.maintenance', before, true);
END $$;
