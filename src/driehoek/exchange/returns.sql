-- What the database holds of notices of return (BIJ, Bjsg art. 11a): who received one outside Driehoek writes it down,
-- that kind and that channel alone; it is kept for nine months, or shielded for five years more when a measure was
-- decided; the municipal weighing beside it stands once it was decided, and an advice once it was given.

-- Who writes a provision: its giver, or who received it elsewhere and writes it down here.
CREATE FUNCTION exchange_writer(channel text, giver uuid, recipient uuid) RETURNS uuid LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN channel = 'registered' THEN recipient ELSE giver END
$$;

-- The day on which a notice of return is destroyed at the latest: out of use after nine months, and with a measure
-- kept for five years more, for accountability alone (Bjsg art. 11a, paragraph 4).
CREATE FUNCTION exchange_return_term(given timestamptz, measure boolean) RETURNS date LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ((given AT TIME ZONE 'Europe/Amsterdam')::date
          + CASE WHEN measure THEN interval '69 months' ELSE interval '9 months' END)::date
$$;

-- Whether a provision is out of use and kept for accountability only.
CREATE FUNCTION exchange_is_shielded(kind text, given timestamptz) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kind = 'return'
     AND exchange_return_term(given, false) <= (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date
$$;

CREATE FUNCTION exchange_has_measure(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM exchange_returnnotice n WHERE n.provision_id = which AND n.measure = 'measure')
    INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- As in walls.sql, with the decision of who writes it.
CREATE OR REPLACE FUNCTION exchange_decision_fits(v exchange_provision) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  d grounds_decision;
  gives text;
  receives text;
  recorded boolean;
  writer uuid := exchange_writer(v.channel, v.giver_id, v.recipient_id);
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO d FROM grounds_decision g WHERE g.id = v.decision_id AND g.municipality_id = v.municipality_id;
  SELECT o.kind INTO gives FROM parties_organisation o WHERE o.id = v.giver_id;
  SELECT o.kind INTO receives FROM parties_organisation o WHERE o.id = v.recipient_id;
  SELECT NOT EXISTS (
    SELECT 1 FROM jsonb_each_text(d.proposal->'facts') f (key, value)
     WHERE f.value = 'given' AND NOT EXISTS (
       SELECT 1 FROM grounds_approvalrecord a
        WHERE a.subject = v.id AND a.organisation_id = writer AND a.fact = f.key AND a.state = 'given'))
    INTO recorded;
  PERFORM set_config('app.maintenance', before, true);
  RETURN d.id IS NOT NULL
     AND d.subject_kind = 'exchange.provision' AND d.subject = v.id AND d.organisation_id = writer
     AND exchange_may_be(gives, d.proposal->>'provider') AND exchange_may_be(receives, d.proposal->>'recipient')
     AND d.proposal->>'purpose' = v.purpose AND d.proposal->>'subject' = v.subject
     AND d.proposal->>'trigger' = v.trigger
     AND d.proposal->>'frequency' = 'incidental'
     AND d.proposal->'data_categories' @> to_jsonb(v.data_categories)
     AND d.proposal->'data_categories' <@ to_jsonb(v.data_categories)
     AND coalesce(d.proposal->'wpg_processing', '[]') @> to_jsonb(v.wpg_processing)
     AND coalesce(d.proposal->'wpg_processing', '[]') <@ to_jsonb(v.wpg_processing)
     AND d.proposal->'facts' = v.facts
     AND coalesce(d.proposal->'facts'->>'action', 'provide') = 'provide'
     AND recorded;
END $$;

-- As in walls.sql, with the term of a notice of return.
CREATE OR REPLACE FUNCTION exchange_release(INOUT v exchange_provision) LANGUAGE plpgsql AS $$
BEGIN
  IF v.decision_id IS NULL OR NOT exchange_decision_fits(v) THEN
    RAISE EXCEPTION 'No decision about exactly this provision: it stays here.';
  END IF;
  IF v.kind = 'oral' AND v.channel = 'oral' THEN
    IF v.given_at > statement_timestamp() OR NOT exchange_oral_is_judged(v) THEN
      RAISE EXCEPTION 'What was told is judged by the day on which it was told.';
    END IF;
  ELSIF v.kind = 'oral' OR v.channel = 'oral' THEN
    RAISE EXCEPTION 'What is oral is oral in both.';
  ELSIF NOT grounds_allows(v.decision_id, 'exchange.provision', v.id) THEN
    RAISE EXCEPTION 'No decision of today allows this provision: it stays here.';
  END IF;
  IF v.kind = 'return' AND (v.facts->>'date_return' IS NULL OR v.given_at IS NULL
       OR v.given_at > statement_timestamp() OR v.keep_until > exchange_return_term(v.given_at, false)) THEN
    RAISE EXCEPTION 'A notice of return says when, and is kept for nine months from its day.';
  END IF;
  IF v.keep_until < (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date THEN
    RAISE EXCEPTION 'What is given does not end before it is given.';
  END IF;
  IF v.mark IN ('openbaar', 'intern') AND v.data_categories <> ARRAY['geaggregeerd']::varchar[] THEN
    RAISE EXCEPTION 'Data about persons are given in confidence.';
  END IF;
  v.released_at := statement_timestamp();
  v.number := exchange_next_number('G', extract(year FROM v.released_at AT TIME ZONE 'Europe/Amsterdam')::integer);
END $$;

-- As in walls.sql, with what is written down by who received it, and the longer term of a measure.
CREATE OR REPLACE FUNCTION exchange_guard_provision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  today date := (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date;
  gives boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A provision is not deleted.';
  END IF;
  gives := exchange_stands_for(exchange_writer(NEW.channel, NEW.giver_id, NEW.recipient_id));
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.number <> '' OR NEW.decision_id IS NOT NULL OR NEW.item_id IS NOT NULL
       OR NEW.released_at IS NOT NULL OR NEW.received_at IS NOT NULL OR NEW.recalled_at IS NOT NULL
       OR NEW.ended_at IS NOT NULL OR NOT gives THEN
      RAISE EXCEPTION 'A provision begins as a draft of the own side.';
    END IF;
    IF NEW.channel = 'registered' AND NOT (NEW.kind = 'return' AND NEW.recipient_id = ANY (exchange_town())
         AND EXISTS (SELECT 1 FROM parties_organisation o WHERE o.id = NEW.giver_id AND o.kind IN ('police', 'other')
                     AND o.municipality_id = NEW.municipality_id)) THEN
      RAISE EXCEPTION 'Only a notice of return is written down by who received it.';
    END IF;
    NEW.known_from := NULL;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.giver_id, OLD.kind, OLD.channel, OLD.request_id, OLD.standing_case_id,
      OLD.onward_of_id, OLD.made_by_id, OLD.made_at, OLD.key)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.giver_id, NEW.kind, NEW.channel, NEW.request_id, NEW.standing_case_id,
      NEW.onward_of_id, NEW.made_by_id, NEW.made_at, NEW.key) THEN
    RAISE EXCEPTION 'Whose provision it is, and of what, does not change.';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'released'), ('draft', 'dropped'), ('released', 'recalled'), ('released', 'expired')) THEN
    RAISE EXCEPTION 'A provision does not go from % to %.', OLD.state, NEW.state;
  END IF;
  IF OLD.state = 'dropped' THEN
    RAISE EXCEPTION 'What was thrown away stays so.';
  END IF;
  IF NEW.channel = 'registered' AND OLD.recipient_id <> NEW.recipient_id THEN
    RAISE EXCEPTION 'Whose notice it is does not change.';
  END IF;
  IF OLD.state = 'draft' THEN
    IF NOT gives THEN
      RAISE EXCEPTION 'A draft is for who writes it.';
    END IF;
    IF NEW.state = 'released' THEN
      NEW := exchange_release(NEW);
    ELSIF NEW.number <> '' OR NEW.decision_id IS NOT NULL OR NEW.item_id IS NOT NULL OR NEW.released_at IS NOT NULL
       OR NEW.received_at IS NOT NULL OR NEW.recalled_at IS NOT NULL THEN
      RAISE EXCEPTION 'A draft was given to nobody.';
    END IF;
    NEW.known_from := NULL;
    RETURN NEW;
  END IF;
  IF (OLD.number, OLD.recipient_id, OLD.moment, OLD.moment_at, OLD.urgent, OLD.problem_id, OLD.theme_id, OLD.title,
      OLD.purpose, OLD.subject, OLD.data_categories, OLD.trigger, OLD.wpg_processing, OLD.facts, OLD.subject_ref,
      OLD.conditions, OLD.mark, OLD.readers, OLD.decision_id, OLD.terms, OLD.given_at, OLD.released_at,
      OLD.released_by_id)
     IS DISTINCT FROM
     (NEW.number, NEW.recipient_id, NEW.moment, NEW.moment_at, NEW.urgent, NEW.problem_id, NEW.theme_id, NEW.title,
      NEW.purpose, NEW.subject, NEW.data_categories, NEW.trigger, NEW.wpg_processing, NEW.facts, NEW.subject_ref,
      NEW.conditions, NEW.mark, NEW.readers, NEW.decision_id, NEW.terms, NEW.given_at, NEW.released_at,
      NEW.released_by_id) THEN
    RAISE EXCEPTION 'What was decided on was given: it stands still.';
  END IF;
  -- A measure keeps a notice of return for accountability, for as long as the law says and not a day more.
  IF (NEW.keep_until > OLD.keep_until AND NOT (NEW.kind = 'return' AND NEW.state = 'released'
        AND NEW.keep_until = exchange_return_term(NEW.given_at, true) AND exchange_has_measure(NEW.id)))
     OR (NEW.keep_until < OLD.keep_until AND (NEW.keep_until < today OR NOT gives)) THEN
    RAISE EXCEPTION 'What was given ends no later than was agreed, and sooner only by who gave it.';
  END IF;
  IF (OLD.item_id IS NOT NULL AND OLD.item_id IS DISTINCT FROM NEW.item_id)
     OR (OLD.deadline_id IS NOT NULL AND OLD.deadline_id IS DISTINCT FROM NEW.deadline_id)
     OR (OLD.announced_at IS NOT NULL AND OLD.announced_at IS DISTINCT FROM NEW.announced_at)
     OR (OLD.ended_at IS NOT NULL AND OLD.ended_at IS DISTINCT FROM NEW.ended_at)
     OR (OLD.received_at IS NOT NULL AND (OLD.received_at, OLD.received_by_id)
         IS DISTINCT FROM (NEW.received_at, NEW.received_by_id))
     OR (OLD.recalled_at IS NOT NULL AND (OLD.recalled_at, OLD.recalled_by_id, OLD.recall_words)
         IS DISTINCT FROM (NEW.recalled_at, NEW.recalled_by_id, NEW.recall_words)) THEN
    RAISE EXCEPTION 'What was noted of a provision stays.';
  END IF;
  IF OLD.received_at IS NULL AND NEW.received_at IS NOT NULL
     AND (OLD.state <> 'released' OR NOT exchange_stands_for(OLD.recipient_id)) THEN
    RAISE EXCEPTION 'Only the receiving side confirms receipt.';
  END IF;
  IF (OLD.state <> NEW.state AND NEW.state = 'recalled' OR OLD.item_id IS DISTINCT FROM NEW.item_id
      OR OLD.deadline_id IS DISTINCT FROM NEW.deadline_id OR OLD.announced_at IS DISTINCT FROM NEW.announced_at
      OR (OLD.state = 'recalled' AND OLD.ended_at IS DISTINCT FROM NEW.ended_at)) AND NOT gives THEN
    RAISE EXCEPTION 'Only the giving side takes this step.';
  END IF;
  IF NEW.state = 'expired' AND OLD.state = 'released' AND NEW.keep_until > today THEN
    RAISE EXCEPTION 'It ends on its day.';
  END IF;
  IF OLD.state = 'released' AND NEW.state = 'released' THEN
    NEW.known_from := exchange_known_from(NEW.id);
  ELSIF OLD.state = 'released' AND OLD.known_from > statement_timestamp() THEN
    -- It was taken back, or ended, before the receiver knew: the receiver never knows.
    NEW.known_from := NULL;
  ELSE
    NEW.known_from := OLD.known_from;
  END IF;
  RETURN NEW;
END $$;

-- Who read what and when: the moment and the number are the database's, and it stays.
CREATE OR REPLACE FUNCTION exchange_guard_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'What was read was read: % is refused.', TG_OP;
  END IF;
  NEW.at := statement_timestamp();
  SELECT p.provision_id, p.detail, v.number INTO NEW.provision_id, NEW.detail, NEW.number
    FROM exchange_part p JOIN exchange_provision v ON v.id = p.provision_id WHERE p.id = NEW.part_id;
  RETURN NEW;
END $$;

-- The weighing: begun with the notice, decided once, by the mayor or who takes the mayor's place, before its term.
CREATE FUNCTION exchange_guard_notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  v exchange_provision;
  functions text[] := coalesce(string_to_array(nullif(current_setting('app.functions', true), ''), ','), '{}');
  persons uuid[] := coalesce(string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[], '{}');
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'What was weighed is not deleted.';
  END IF;
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO v FROM exchange_provision p WHERE p.id = NEW.provision_id;
  PERFORM set_config('app.maintenance', before, true);
  IF TG_OP = 'INSERT' THEN
    IF v.id IS NULL OR v.kind <> 'return' OR v.state <> 'released' OR v.municipality_id <> NEW.municipality_id
       OR v.recipient_id <> NEW.organisation_id OR NEW.measure <> 'open' OR NEW.order_risk <> ''
       OR NEW.term_ends_on <> exchange_return_term(v.given_at, false) THEN
      RAISE EXCEPTION 'Weighing begins with a notice of return.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.organisation_id, OLD.provision_id, OLD.problem_id, OLD.made_at, OLD.returns_on,
      OLD.term_ends_on)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.organisation_id, NEW.provision_id, NEW.problem_id, NEW.made_at, NEW.returns_on,
      NEW.term_ends_on) THEN
    RAISE EXCEPTION 'Of which notice it is, and when it ends, does not change.';
  END IF;
  IF (OLD.order_risk, OLD.measure, OLD.measure_words, OLD.measure_until, OLD.decided_by_id, OLD.decided_at)
     IS DISTINCT FROM
     (NEW.order_risk, NEW.measure, NEW.measure_words, NEW.measure_until, NEW.decided_by_id, NEW.decided_at) THEN
    IF OLD.decided_at IS NOT NULL OR v.state <> 'released' OR exchange_is_shielded(v.kind, v.given_at) THEN
      RAISE EXCEPTION 'It was decided, or its term is over: it stands still.';
    END IF;
    IF NEW.measure <> 'open' AND (NOT functions && ARRAY['mayor', 'deputy'] OR NOT NEW.decided_by_id = ANY (persons)
       OR NEW.order_risk = '') THEN
      RAISE EXCEPTION 'The mayor decides, in the own name, after weighing the risk.';
    END IF;
    IF NEW.decided_at IS NOT NULL THEN
      NEW.decided_at := statement_timestamp();
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_returnnotice
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_notice();

-- An advice: asked by the municipality of police or probation, given once, by the asked side.
CREATE FUNCTION exchange_guard_advice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  n exchange_returnnotice;
  kind text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'An advice is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM set_config('app.maintenance', 'on', true);
    SELECT * INTO n FROM exchange_returnnotice r WHERE r.id = NEW.notice_id AND r.municipality_id = NEW.municipality_id;
    SELECT o.kind INTO kind FROM parties_organisation o
     WHERE o.id = NEW.organisation_id AND o.municipality_id = NEW.municipality_id;
    SELECT p.number INTO NEW.number FROM exchange_provision p WHERE p.id = n.provision_id;
    PERFORM set_config('app.maintenance', before, true);
    IF n.id IS NULL OR NOT exchange_stands_for(n.organisation_id) OR n.measure <> 'open' OR NEW.words <> ''
       OR NEW.given_at IS NOT NULL OR coalesce(kind, '') NOT IN ('police', 'probation') THEN
      RAISE EXCEPTION 'Advice is asked of police or probation, before the decision.';
    END IF;
    NEW.returns_on := n.returns_on;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.notice_id, OLD.organisation_id, OLD.asked_by_id, OLD.asked_at, OLD.number,
      OLD.returns_on, OLD.question)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.notice_id, NEW.organisation_id, NEW.asked_by_id, NEW.asked_at, NEW.number,
      NEW.returns_on, NEW.question) THEN
    RAISE EXCEPTION 'What was asked stands still.';
  END IF;
  IF (OLD.words, OLD.given_by_id, OLD.given_at) IS DISTINCT FROM (NEW.words, NEW.given_by_id, NEW.given_at) THEN
    IF OLD.given_at IS NOT NULL OR NEW.words = '' OR exchange_is_system()
       OR NOT NEW.organisation_id = ANY (exchange_home()) THEN
      RAISE EXCEPTION 'Only the asked side gives its advice, once.';
    END IF;
    NEW.given_at := statement_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_advice
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_advice();

CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_returnnotice
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_advice
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
