-- What the database holds of decisions and approvals against anyone: a decision carries the seal of the application
-- and never changes; rules stay as they were; an approval is answered once. Functions that look past row-level
-- security do one narrow thing each (access/identity.sql).

-- What is sealed of a decision. Python's twin is driehoek.grounds.sealing.message.
CREATE FUNCTION grounds_message(d grounds_decision) RETURNS bytea LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT seal_message(
    'grounds.decision', d.id::text, d.municipality_id::text, d.subject_kind::text, d.subject::text,
    d.organisation_id::text, coalesce(d.problem::text, ''), d.proposal::text, to_char(d."on", 'YYYY-MM-DD'),
    d.outcome::text, array_to_string(d.bases, ','), array_to_string(d.rules, ','), array_to_string(d.missing, ','),
    array_to_string(d.approvers, ','), array_to_string(d.must_know, ','), d.answer::text, d.rule_id::text,
    d.engine::text, d.confirmation::text, coalesce(d.confirmed_by_id::text, ''), coalesce(d.made_by_id::text, ''),
    (extract(epoch FROM d.made_at) * 1000000)::bigint::text, d.trace_id::text, d.span_id::text)
$$;

-- A decision that the application did not make itself does not come in.
CREATE FUNCTION grounds_check_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.seal IS DISTINCT FROM installation_seal(grounds_message(NEW)) THEN
    RAISE EXCEPTION 'This decision does not carry the seal of the application.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grounds_decision_sealed BEFORE INSERT ON grounds_decision
  FOR EACH ROW EXECUTE FUNCTION grounds_check_seal();

CREATE FUNCTION grounds_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what stands there stays.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER grounds_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grounds_decision
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_ruletext_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grounds_ruletext
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_approvalrecord_kept BEFORE DELETE OR TRUNCATE ON grounds_approvalrecord
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();

-- Rules stand under the version that is theirs: the hash in it is that of the texts (law.ruleset).
CREATE FUNCTION grounds_check_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  digest text;
BEGIN
  SELECT encode(sha256(string_agg(convert_to(name, 'UTF8') || '\x00'::bytea || convert_to(body, 'UTF8'),
                                  '\x00'::bytea ORDER BY name COLLATE "C")), 'hex')
    INTO digest FROM jsonb_each_text(NEW.texts) AS t (name, body);
  IF right(NEW.version, 13) IS DISTINCT FROM '-' || left(digest, 12) THEN
    RAISE EXCEPTION 'These texts are not version %.', NEW.version;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grounds_ruletext_version BEFORE INSERT ON grounds_ruletext
  FOR EACH ROW EXECUTE FUNCTION grounds_check_version();

-- An approval begins as asked, is answered once, and what was asked does not change.
CREATE FUNCTION grounds_guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' THEN
      RAISE EXCEPTION 'An approval begins as asked.';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'asked' OR NEW.state = 'asked' THEN
    RAISE EXCEPTION 'An approval is answered once.';
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.subject_kind, OLD.subject, OLD.organisation_id, OLD.problem, OLD.fact,
      OLD.approver, OLD.four_eyes, OLD.asked_by_id, OLD.asked_of_id, OLD.asked_at)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.subject_kind, NEW.subject, NEW.organisation_id, NEW.problem, NEW.fact,
      NEW.approver, NEW.four_eyes, NEW.asked_by_id, NEW.asked_of_id, NEW.asked_at) THEN
    RAISE EXCEPTION 'What was asked does not change.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grounds_guard BEFORE INSERT OR UPDATE ON grounds_approvalrecord
  FOR EACH ROW EXECUTE FUNCTION grounds_guard_approval();

-- Whether a decision lets this subject go, now: it is about it, it is the newest about it, it was made for today, it
-- carries the seal, and it is allowed, or a warning with a reasoned confirmation that leaves nothing open that must
-- be known. The twin of Decision.releasable, for triggers; yes or no, and no for what does not exist.
CREATE FUNCTION grounds_allows(decision uuid, kind text, subject uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  d grounds_decision;
  newest uuid;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT * INTO d FROM grounds_decision g WHERE g.id = grounds_allows.decision AND g.municipality_id = here;
  SELECT g.id INTO newest FROM grounds_decision g
   WHERE g.subject = grounds_allows.subject AND g.subject_kind = grounds_allows.kind AND g.municipality_id = here
   ORDER BY g.made_at DESC, g.id DESC LIMIT 1;
  PERFORM set_config('app.maintenance', before, true);
  RETURN d.id IS NOT NULL AND d.id IS NOT DISTINCT FROM newest
     AND d."on" = (statement_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date
     AND (d.outcome = 'allowed' OR (d.outcome = 'warn' AND length(btrim(d.confirmation)) >= 20
                                    AND cardinality(d.must_know) = 0))
     AND d.seal = installation_seal(grounds_message(d));
END $$;
