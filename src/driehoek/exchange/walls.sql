-- What the database holds of requests and provisions against anyone, the application included: nothing is given
-- without a decision of today over exactly this proposal, what was asked and given stands still, states go forward,
-- and each side does its own part. Functions that look past row-level security do one narrow thing each
-- (access/identity.sql).

-- The organisations of the municipality itself for which the acting person takes part (exchange_home: standing.sql).
CREATE FUNCTION exchange_town() RETURNS uuid[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(o.id), '{}') FROM parties_organisation o
   WHERE o.id = ANY (exchange_home()) AND o.kind = 'municipality'
$$;

-- As which party of the law an organisation may give or receive; the same list as exchange.parties.NAMES.
CREATE FUNCTION exchange_may_be(kind text, party text) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (kind, party) IN (VALUES
    ('municipality', 'burgemeester'), ('municipality', 'college_bw'), ('prosecution', 'om'), ('police', 'politie'),
    ('police', 'politie_bij_eenheid'), ('other', 'justid'),
    ('safety_house', 'zvh'), ('riec', 'riec'), ('safety_region', 'veiligheidsregio'),
    ('fire_brigade', 'veiligheidsregio'), ('housing', 'woningcorporatie'), ('care', 'zorginstelling'),
    ('probation', 'reclassering'), ('education', 'onderwijsinstelling'), ('enforcement', 'gemeente_boa'),
    ('business', 'bedrijf'), ('council', 'gemeenteraad'), ('other', 'overig'))
$$;

CREATE FUNCTION exchange_is_system() RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'system' = ANY (coalesce(string_to_array(nullif(current_setting('app.functions', true), ''), ','), '{}'))
$$;

-- Whether the acting person, or the system, stands on the side of an organisation.
CREATE FUNCTION exchange_stands_for(organisation uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT exchange_is_system() OR organisation = ANY (exchange_home())
$$;

-- Whether an agreement of the position stands for a request, so that it is answered through the exchange alone.
CREATE FUNCTION exchange_is_asked(agreement uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT EXISTS (SELECT 1 FROM exchange_request r WHERE r.agreement_id = agreement) INTO found;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- From when the receiver may know of a provision: the first moment at which one of its parts is free.
CREATE FUNCTION exchange_known_from(which uuid) RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found timestamptz;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT min(greatest(p.let_go_at, p.embargo_until)) INTO found FROM exchange_part p
   WHERE p.provision_id = which AND p.let_go_at IS NOT NULL;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

CREATE FUNCTION exchange_state_of(which uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found text;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT p.state INTO found FROM exchange_provision p WHERE p.id = which;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

-- Whether a decision is about exactly this provision as it stands: who, to whom, for what, which data, about whom,
-- and every fact. An agreement that counts as given stands on record (grounds).
CREATE FUNCTION exchange_decision_fits(v exchange_provision) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  d grounds_decision;
  gives text;
  receives text;
  recorded boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO d FROM grounds_decision g WHERE g.id = v.decision_id AND g.municipality_id = v.municipality_id;
  SELECT o.kind INTO gives FROM parties_organisation o WHERE o.id = v.giver_id;
  SELECT o.kind INTO receives FROM parties_organisation o WHERE o.id = v.recipient_id;
  SELECT NOT EXISTS (
    SELECT 1 FROM jsonb_each_text(d.proposal->'facts') f (key, value)
     WHERE f.value = 'given' AND NOT EXISTS (
       SELECT 1 FROM grounds_approvalrecord a
        WHERE a.subject = v.id AND a.organisation_id = v.giver_id AND a.fact = f.key AND a.state = 'given'))
    INTO recorded;
  PERFORM set_config('app.maintenance', before, true);
  RETURN d.id IS NOT NULL
     AND d.subject_kind = 'exchange.provision' AND d.subject = v.id AND d.organisation_id = v.giver_id
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

-- What was told by word of mouth happened, whatever the law says of it: its decision is the newest about it, by the
-- day on which it was told.
CREATE FUNCTION exchange_oral_is_judged(v exchange_provision) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found boolean;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT g.id = v.decision_id AND g."on" = (v.given_at AT TIME ZONE 'Europe/Amsterdam')::date INTO found
    FROM grounds_decision g
   WHERE g.subject = v.id AND g.subject_kind = 'exchange.provision' AND g.municipality_id = v.municipality_id
   ORDER BY g.made_at DESC, g.id DESC LIMIT 1;
  PERFORM set_config('app.maintenance', before, true);
  RETURN coalesce(found, false);
END $$;

-- A request: content stands still once it was put to the other side; each side takes its own steps.
CREATE FUNCTION exchange_guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' OR NOT exchange_stands_for(OLD.from_organisation_id) THEN
      RAISE EXCEPTION 'Only an own draft is thrown away.';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.number <> '' OR NEW.answered_at IS NOT NULL OR NEW.received_at IS NOT NULL
       OR NOT exchange_stands_for(NEW.from_organisation_id) THEN
      RAISE EXCEPTION 'A request begins as a draft of the own side.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.from_organisation_id, OLD.made_by_id, OLD.made_at, OLD.key)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.from_organisation_id, NEW.made_by_id, NEW.made_at, NEW.key) THEN
    RAISE EXCEPTION 'Whose request it is does not change.';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'submitted'), ('submitted', 'judging'), ('submitted', 'withdrawn'), ('judging', 'withdrawn'),
       ('judging', 'granted'), ('judging', 'part'), ('judging', 'refused')) THEN
    RAISE EXCEPTION 'A request does not go from % to %.', OLD.state, NEW.state;
  END IF;
  IF OLD.state = 'draft' THEN
    IF NOT exchange_stands_for(OLD.from_organisation_id) THEN
      RAISE EXCEPTION 'A draft is for who writes it.';
    END IF;
    IF NEW.state = 'submitted' THEN
      NEW.submitted_at := least(NEW.submitted_at, statement_timestamp());
      NEW.number := exchange_next_number('V', extract(year FROM NEW.submitted_at AT TIME ZONE 'Europe/Amsterdam')::integer);
    ELSIF NEW.number <> '' THEN
      RAISE EXCEPTION 'A draft has no number.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.number, OLD.to_organisation_id, OLD.problem_id, OLD.theme_id, OLD.purpose, OLD.subject,
      OLD.data_categories, OLD.decision_for, OLD.necessity, OLD.what, OLD.detail, OLD.facts, OLD.due_at, OLD.urgent,
      OLD.submitted_at)
     IS DISTINCT FROM
     (NEW.number, NEW.to_organisation_id, NEW.problem_id, NEW.theme_id, NEW.purpose, NEW.subject,
      NEW.data_categories, NEW.decision_for, NEW.necessity, NEW.what, NEW.detail, NEW.facts, NEW.due_at, NEW.urgent,
      NEW.submitted_at) THEN
    RAISE EXCEPTION 'The request was put to the other side: its content stands still.';
  END IF;
  IF (OLD.agreement_id IS NOT NULL AND OLD.agreement_id IS DISTINCT FROM NEW.agreement_id)
     OR (OLD.deadline_id IS NOT NULL AND OLD.deadline_id IS DISTINCT FROM NEW.deadline_id)
     OR (OLD.received_at IS NOT NULL AND (OLD.received_at, OLD.received_by_id)
         IS DISTINCT FROM (NEW.received_at, NEW.received_by_id)) THEN
    RAISE EXCEPTION 'What was noted of a request stays.';
  END IF;
  IF (OLD.state <> NEW.state AND NEW.state = 'withdrawn'
      OR (OLD.agreement_id, OLD.deadline_id, OLD.received_at) IS DISTINCT FROM
         (NEW.agreement_id, NEW.deadline_id, NEW.received_at))
     AND NOT exchange_stands_for(OLD.from_organisation_id) THEN
    RAISE EXCEPTION 'Only the asking side takes this step.';
  END IF;
  IF OLD.answered_at IS NOT NULL AND
     (OLD.answered_at, OLD.answered_by_id, OLD.ruling_words, OLD.refusal_grounds)
     IS DISTINCT FROM (NEW.answered_at, NEW.answered_by_id, NEW.ruling_words, NEW.refusal_grounds) THEN
    RAISE EXCEPTION 'An answer stays as it was given.';
  END IF;
  IF (OLD.state <> NEW.state AND NEW.state <> 'withdrawn'
      OR (OLD.taken_up_at, OLD.answered_at, OLD.ruling_words, OLD.refusal_grounds) IS DISTINCT FROM
         (NEW.taken_up_at, NEW.answered_at, NEW.ruling_words, NEW.refusal_grounds))
     AND NOT exchange_stands_for(OLD.to_organisation_id) THEN
    RAISE EXCEPTION 'Only the asked side takes this step.';
  END IF;
  IF OLD.state <> NEW.state AND NEW.state IN ('granted', 'part') AND NOT EXISTS (
       SELECT 1 FROM exchange_provision p WHERE p.request_id = NEW.id AND p.released_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A request is granted with what was given.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_request
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_request();

CREATE FUNCTION exchange_guard_judgement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A judgement is not deleted.';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.ruled_at IS NOT NULL
     OR (OLD.id, OLD.municipality_id, OLD.request_id, OLD.organisation_id, OLD.begun_by_id, OLD.begun_at)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.request_id, NEW.organisation_id, NEW.begun_by_id, NEW.begun_at)) THEN
    RAISE EXCEPTION 'What was ruled, and of what, stays.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_judgement
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_judgement();

-- A provision. Released: only under a decision that allows it, with a number that the database gives.
CREATE FUNCTION exchange_release(INOUT v exchange_provision) LANGUAGE plpgsql AS $$
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
  IF v.keep_until < (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date THEN
    RAISE EXCEPTION 'What is given does not end before it is given.';
  END IF;
  IF v.mark IN ('openbaar', 'intern') AND v.data_categories <> ARRAY['geaggregeerd']::varchar[] THEN
    RAISE EXCEPTION 'Data about persons are given in confidence.';
  END IF;
  v.released_at := statement_timestamp();
  v.number := exchange_next_number('G', extract(year FROM v.released_at AT TIME ZONE 'Europe/Amsterdam')::integer);
END $$;

CREATE FUNCTION exchange_guard_provision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  today date := (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date;
  gives boolean := exchange_stands_for(CASE TG_OP WHEN 'DELETE' THEN OLD.giver_id ELSE NEW.giver_id END);
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A provision is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.number <> '' OR NEW.decision_id IS NOT NULL OR NEW.item_id IS NOT NULL
       OR NEW.released_at IS NOT NULL OR NEW.received_at IS NOT NULL OR NEW.recalled_at IS NOT NULL
       OR NEW.ended_at IS NOT NULL OR NOT gives THEN
      RAISE EXCEPTION 'A provision begins as a draft of the own side.';
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
  IF NEW.keep_until > OLD.keep_until OR (NEW.keep_until < OLD.keep_until AND (NEW.keep_until < today OR NOT gives)) THEN
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
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_provision
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_provision();

-- A part: written in a draft; let go once, of a released provision; an embargo is only put off, and only before it
-- ends; destroyed with what it belongs to.
CREATE FUNCTION exchange_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text := exchange_state_of(CASE TG_OP WHEN 'DELETE' THEN OLD.provision_id ELSE NEW.provision_id END);
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A part is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF state <> 'draft' OR NEW.let_go_at IS NOT NULL OR NEW.destroyed_at IS NOT NULL OR NEW.announced_at IS NOT NULL THEN
      RAISE EXCEPTION 'A part is written in a draft.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.provision_id, OLD.detail)
     IS DISTINCT FROM (NEW.id, NEW.municipality_id, NEW.provision_id, NEW.detail) THEN
    RAISE EXCEPTION 'A part stays where it was written.';
  END IF;
  IF OLD.destroyed_at IS NOT NULL THEN
    RAISE EXCEPTION 'What was destroyed does not come back.';
  END IF;
  IF NEW.destroyed_at IS NOT NULL THEN
    IF state NOT IN ('expired', 'recalled', 'dropped') THEN
      RAISE EXCEPTION 'A part is destroyed with its provision.';
    END IF;
    NEW.body := NULL;
    NEW.nonce := NULL;
    RETURN NEW;
  END IF;
  IF state = 'draft' THEN
    IF NEW.let_go_at IS NOT NULL OR NEW.announced_at IS NOT NULL THEN
      RAISE EXCEPTION 'A part goes with a released provision.';
    END IF;
    RETURN NEW;
  END IF;
  IF state <> 'released' THEN
    RAISE EXCEPTION 'The provision is over: % is refused.', TG_OP;
  END IF;
  IF (OLD.body, OLD.nonce, OLD.digest, OLD.characters)
     IS DISTINCT FROM (NEW.body, NEW.nonce, NEW.digest, NEW.characters) THEN
    RAISE EXCEPTION 'What was given stands as it was written.';
  END IF;
  IF OLD.let_go_at IS NULL AND NEW.let_go_at IS NOT NULL THEN
    NEW.let_go_at := statement_timestamp();
  ELSIF (OLD.let_go_at, OLD.let_go_by_id) IS DISTINCT FROM (NEW.let_go_at, NEW.let_go_by_id) THEN
    RAISE EXCEPTION 'What was let go is not held back again.';
  END IF;
  IF OLD.embargo_until IS DISTINCT FROM NEW.embargo_until AND (
       NEW.embargo_until IS NULL OR NEW.embargo_until <= statement_timestamp() OR NEW.embargo_until < OLD.embargo_until
       OR (OLD.let_go_at IS NOT NULL AND (OLD.embargo_until IS NULL OR OLD.embargo_until <= statement_timestamp()))) THEN
    RAISE EXCEPTION 'An embargo is only put off, and only before it ends.';
  END IF;
  IF OLD.announced_at IS NOT NULL AND OLD.announced_at IS DISTINCT FROM NEW.announced_at THEN
    RAISE EXCEPTION 'What was told was told.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_part
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_part();

-- With the text its key goes, and when a part is let go or put off the provision knows from when it is known.
CREATE FUNCTION exchange_after_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  IF NEW.body IS NULL THEN
    DELETE FROM exchange_partkey k WHERE k.part_id = NEW.id;
  END IF;
  IF (OLD.let_go_at, OLD.embargo_until) IS DISTINCT FROM (NEW.let_go_at, NEW.embargo_until) THEN
    UPDATE exchange_provision SET known_from = known_from WHERE id = NEW.provision_id AND state = 'released';
  END IF;
  PERFORM set_config('app.maintenance', before, true);
  RETURN NULL;
END $$;
CREATE TRIGGER exchange_after AFTER UPDATE ON exchange_part
  FOR EACH ROW EXECUTE FUNCTION exchange_after_part();

CREATE FUNCTION exchange_guard_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM exchange_part p WHERE p.id = OLD.part_id AND p.body IS NOT NULL) THEN
      RAISE EXCEPTION 'A key goes with its text.';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.part_id <> NEW.part_id THEN
    RAISE EXCEPTION 'A key stays with its part.';
  END IF;
  SELECT exchange_state_of(p.provision_id) INTO state FROM exchange_part p WHERE p.id = NEW.part_id;
  IF state IS DISTINCT FROM 'draft' THEN
    RAISE EXCEPTION 'A key is made in a draft.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_partkey
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_key();

-- Who read what and when: the moment is the database's, and it stays.
CREATE FUNCTION exchange_guard_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'What was read was read: % is refused.', TG_OP;
  END IF;
  NEW.at := statement_timestamp();
  SELECT p.provision_id, p.detail INTO NEW.provision_id, NEW.detail FROM exchange_part p WHERE p.id = NEW.part_id;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_partreading
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_reading();

CREATE FUNCTION exchange_guard_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'What was told of its use stays: % is refused.', TG_OP;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_use
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_use();

CREATE FUNCTION exchange_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'TRUNCATE on % is refused.', TG_TABLE_NAME;
END $$;
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_request
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_judgement
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_provision
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_part
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_partkey
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_partreading
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_use
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_truncate();
